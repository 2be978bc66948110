#include "interface/draw_group.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace jonbar {

namespace {

/// Values of one variable that are stored as a piece, about.
constexpr std::size_t kPieceValues = 1U << 16U;

Stored stored_as(const DrawnVariable& variable, const Model& model) {
    switch (variable.kind) {
        case DrawnKind::Truth:
            return Stored::Truth;
        case DrawnKind::Whole:
            return Stored::Long;
        case DrawnKind::Real:
            return Stored::Real;
        case DrawnKind::Date:
            return Stored::Day;
        case DrawnKind::Member:
            break;
    }
    constexpr std::size_t kByteMax = 127;
    return model.at(variable.domain).members.size() <= kByteMax ? Stored::Byte : Stored::Short;
}

/// Returns how many draws of so many values each are stored as a piece: a power of two.
std::size_t piece_draws(std::size_t values) {
    std::size_t draws = DrawGroup::kTogether;
    while (draws > 1 && draws * values > kPieceValues) draws /= 2;
    return draws;
}

}  // namespace

DayCount::DayCount(const Calendar& calendar) : calendar_(calendar) {
    // NumPy's dates reach from 1678 to 2262; of others a reader has to make objects anyway.
    constexpr int kFirstYear = 1678, kLastYear = 2261;
    Date from;
    const std::int64_t first = calendar.first_tick;
    const Date begin = calendar.counts_days() ? date_of_day(first) : date_of_month(first);
    if (begin.year >= kFirstYear && begin.year <= kLastYear) from = begin;
    from.precision = DatePrecision::Day;
    first_day_ = day_number(from);
    unit_ = fmt::format("days since {:04}-{:02}-{:02}", from.year, from.month, from.day);
}

double DayCount::day_of(std::int64_t tick) const {
    const std::int64_t day = calendar_.counts_days() ? tick : day_number(date_of_month(tick));
    return static_cast<double>(day - first_day_);
}

DrawGroup::DrawGroup(NetCdf& file, const std::string& name, const Model& model, DrawShape shape,
                     std::vector<DrawnVariable> variables)
    : file_(file), model_(model), days_(model.calendar), shape_(std::move(shape)) {
    group_ = file_.group(name);
    chain_ = file_.dimension(group_, "chain", shape_.chains);
    draw_ = file_.dimension(group_, "draw", shape_.draws);
    if (!shape_.worlds.empty()) {
        world_ = file_.dimension(group_, "world", shape_.worlds.size());
        coordinate("world", world_, shape_.worlds);
    }
    for (DrawnVariable& variable : variables) add(std::move(variable));
}

void DrawGroup::coordinate(const std::string& name, NetCdf::Dimension dimension,
                           const std::vector<std::string>& values) {
    file_.write(file_.variable(group_, name, Stored::Text, {dimension}), values);
}

NetCdf::Dimension DrawGroup::entities(const EntityDimension& dimension) {
    for (const auto& [known, made] : entities_) {
        if (known == dimension) return made;
    }
    std::vector<std::string> names;
    for (const Domain::Member& member : model_.at(dimension.domain).members)
        names.push_back(member.name);
    const NetCdf::Dimension made = file_.dimension(group_, dimension.name, names.size());
    coordinate(dimension.name, made, names);
    entities_.emplace_back(dimension, made);
    return made;
}

void DrawGroup::add(DrawnVariable variable) {
    std::vector<NetCdf::Dimension> dimensions = {chain_, draw_};
    std::vector<std::size_t> piece = {1, 1};
    if (!shape_.worlds.empty()) {
        dimensions.push_back(world_);
        piece.push_back(world_.size);
    }
    std::size_t values = world_count();
    for (const EntityDimension& one : variable.dimensions) {
        dimensions.push_back(entities(one));
        piece.push_back(dimensions.back().size);
        values *= dimensions.back().size;
    }
    if (values == 0) return;  // a family over nobody
    piece[1] = piece_draws(values);
    if (shape_.draws != 0) piece[1] = std::min(piece[1], shape_.draws);
    Placed placed{std::move(variable), {}};
    const DrawnVariable& made = placed.made;
    placed.variable = file_.variable(group_, made.name, stored_as(made, model_), dimensions, piece);
    file_.attribute(placed.variable, "long_name", made.long_name);
    if (made.kind == DrawnKind::Date) {
        file_.attribute(placed.variable, "units", days_.unit());
        file_.attribute(placed.variable, "calendar", "proleptic_gregorian");
    } else if (!made.unit.empty()) {
        file_.attribute(placed.variable, "units", made.unit);
    }
    if (made.kind == DrawnKind::Member) {
        // As CF has it: a number for each meaning.
        std::vector<double> numbers;
        std::string names;
        if (!made.none_text.empty()) {
            numbers.push_back(kNobody);
            names = "none";
        }
        const auto& members = model_.at(made.domain).members;
        for (std::size_t i = 0; i < members.size(); ++i) {
            numbers.push_back(static_cast<double>(i));
            names += (names.empty() ? "" : " ") + members[i].name;
        }
        file_.attribute(placed.variable, "flag_values", numbers, stored_as(made, model_));
        file_.attribute(placed.variable, "flag_meanings", names);
    }
    for (const program::Operand& column : made.columns) column_count_ += column.exists() ? 1U : 0U;
    variables_.push_back(std::move(placed));
}

double DrawGroup::stored(const DrawnVariable& variable, double value) const {
    if (variable.kind != DrawnKind::Date) return value;
    if (value == kNoDate) return NetCdf::kNoDay;
    return days_.day_of(static_cast<std::int64_t>(value));
}

void DrawGroup::write(std::size_t chain, std::size_t first_draw, std::span<const double> rows) {
    const std::size_t worlds = world_count();
    const std::size_t draws = column_count_ == 0 ? 0 : rows.size() / (column_count_ * worlds);
    if (draws == 0) return;
    std::size_t first_column = 0;
    for (const Placed& placed : variables_) {
        const std::vector<program::Operand>& cells = placed.made.columns;
        values_.resize(draws * worlds * cells.size());
        std::size_t out = 0;
        for (std::size_t row = 0; row < draws * worlds; ++row) {
            std::size_t at = row * column_count_ + first_column;
            for (const program::Operand& cell : cells) {
                values_[out++] = cell.exists() ? stored(placed.made, rows[at++]) : NetCdf::kNoDay;
            }
        }
        std::vector<std::size_t> start = {chain, first_draw}, count = {1, draws};
        if (!shape_.worlds.empty()) {
            start.push_back(0);
            count.push_back(worlds);
        }
        for (const EntityDimension& dimension : placed.made.dimensions) {
            start.push_back(0);
            count.push_back(model_.at(dimension.domain).members.size());
        }
        file_.write(placed.variable, start, count, values_);
        for (const program::Operand& cell : cells) first_column += cell.exists() ? 1U : 0U;
    }
}

void DrawGroup::number(const std::vector<double>& chains, std::size_t draws) {
    std::vector<double> numbers(draws);
    for (std::size_t i = 0; i < draws; ++i) numbers[i] = static_cast<double>(i);
    const auto add = [this](const std::string& name, NetCdf::Dimension dimension) {
        const std::vector<std::size_t> piece(dimension.size == 0 ? 1 : 0, kTogether);
        return file_.variable(group_, name, Stored::Long, {dimension}, piece);
    };
    const NetCdf::Variable chain = add("chain", chain_), draw = add("draw", draw_);
    if (!chains.empty()) file_.write(chain, {0}, {chains.size()}, chains);
    if (draws > 0) file_.write(draw, {0}, {draws}, numbers);
}

std::uint64_t DrawGroup::memory(const std::vector<DrawnVariable>& variables, std::size_t worlds) {
    std::uint64_t size = 0, widest = 0, columns = 0;
    for (const DrawnVariable& variable : variables) {
        const std::uint64_t values = variable.columns.size() * worlds;
        columns += values;
        widest = std::max(widest, values);
        // Two pieces in the cache, one that is packed.
        size += 3 * piece_draws(values) * values * sizeof(double);
    }
    return size + (columns + widest) * kTogether * sizeof(double);
}

}  // namespace jonbar
