#include "model/vague.h"

#include <fmt/format.h>

#include <vector>

namespace jonbar {
namespace {

constexpr double kWider = 3;           // times as far from the middle
constexpr double kLogWider = 0.66791;  // log 3 over the 95 % point of the normal: the sd it adds

class Vague {
  public:
    Vague(ast::Tree& tree, const ValueRange& range, Span span)
        : tree_(tree), range_(range), span_(span) {}

    /// The new distribution, with the unit of the old one; nothing where there is none.
    std::optional<ast::Distribution> widened(const ast::Distribution& old) {
        if (range_.bounds) return uniform_over_bounds(old.unit);
        switch (old.form) {
            case ast::DistForm::Points:
                return points(old);
            case ast::DistForm::Arguments:
                return arguments(old);
            case ast::DistForm::Word:
            case ast::DistForm::Either:
                break;
        }
        return std::nullopt;
    }

    std::optional<ast::Distribution> around(ast::ExprId value) {
        if (range_.bounds) return uniform_over_bounds({});
        const auto* number = std::get_if<ast::NumberExpr>(&tree_[value].node);
        if (number == nullptr || number->duration || !(number->value > 0)) return std::nullopt;
        const double middle = number->value;
        ast::Distribution made = by_points("lognormal", middle / kWider, middle * kWider);
        made.unit = std::get<ast::NumberExpr>(tree_[value].node).unit;
        return made;
    }

    [[nodiscard]] std::string text(const ast::Distribution& made) const {
        std::vector<std::string> numbers;
        for (const ast::ExprId id : made.arguments)
            numbers.push_back(fmt::format("{:.4g}", plain_number(tree_, id).value_or(0)));
        if (made.form == ast::DistForm::Arguments) {
            std::string list;
            for (const std::string& number : numbers) list += (list.empty() ? "" : ", ") + number;
            return fmt::format("{}({})", made.name.text, list);
        }
        const std::optional<double> low = plain_number(tree_, made.low);
        return fmt::format("{} {}to {:.4g}", made.name.text,
                           low ? fmt::format("{:.4g} ", *low) : "",
                           plain_number(tree_, made.high).value_or(0));
    }

  private:
    ast::ExprId number(double value) {
        ast::NumberExpr number;
        number.value = value;
        number.text = fmt::format("{}", value);
        tree_.exprs.push_back({span_, std::move(number), false});
        return ast::ExprId(tree_.exprs.size() - 1);
    }

    [[nodiscard]] ast::Distribution named(const char* family, ast::DistForm form) const {
        ast::Distribution made;
        made.form = form;
        made.name = {family, span_};
        made.span = span_;
        return made;
    }
    ast::Distribution uniform_over_bounds(const std::optional<ast::Unit>& unit) {
        ast::Distribution made =
            by_arguments("uniform", {range_.bounds->first, range_.bounds->second});
        made.unit = unit;
        return made;
    }
    ast::Distribution by_points(const char* family, double low, double high) {
        ast::Distribution made = named(family, ast::DistForm::Points);
        made.low = number(low);
        made.high = number(high);
        return made;
    }
    ast::Distribution by_arguments(const char* family, const std::vector<double>& values) {
        ast::Distribution made = named(family, ast::DistForm::Arguments);
        for (const double value : values) made.arguments.push_back(number(value));
        return made;
    }

    std::optional<ast::Distribution> points(const ast::Distribution& old) {
        const std::optional<double> low = plain_number(tree_, old.low);
        const std::optional<double> high = plain_number(tree_, old.high);
        if (!high || old.low.valid() != low.has_value()) return std::nullopt;
        const std::string& family = old.name.text;
        ast::Distribution made = old;
        if (family == "beta") {
            made = by_arguments("uniform", {0, 1});
        } else if (family == "lognormal" || family == "gamma") {
            made = by_points(family.c_str(), low.value_or(0) / kWider, *high * kWider);
        } else if (low) {
            const double middle = (*low + *high) / 2, half = kWider * (*high - *low) / 2;
            made = by_points(family.c_str(), middle - half, middle + half);
        } else {
            made.high = number(*high * kWider);
        }
        made.unit = old.unit;
        return made;
    }

    std::optional<ast::Distribution> arguments(const ast::Distribution& old) {
        std::vector<double> values;
        for (const ast::ExprId id : old.arguments) {
            const std::optional<double> value = plain_number(tree_, id);
            if (!value) return std::nullopt;
            values.push_back(*value);
        }
        const std::string& family = old.name.text;
        std::optional<ast::Distribution> made;
        if (family == "normal" && values.size() == 2) {
            made = by_arguments("normal", {values[0], kWider * values[1]});
        } else if (family == "lognormal" && values.size() == 2) {
            made = by_arguments("lognormal", {values[0], values[1] + kLogWider});
        } else if (family == "halfnormal" && values.size() == 1) {
            made = by_arguments("halfnormal", {kWider * values[0]});
        } else if (family == "exponential" && values.size() == 1) {
            made = by_arguments("exponential", {values[0] / kWider});
        } else if (family == "beta" && values.size() == 2) {
            made = by_arguments("uniform", {0, 1});
        } else if (family == "bernoulli" && values.size() == 1) {
            made = by_arguments("bernoulli", {0.5});
        } else if (family == "uniform" && values.size() == 2) {
            const double middle = (values[0] + values[1]) / 2;
            const double half = kWider * (values[1] - values[0]) / 2;
            made = by_arguments("uniform", {middle - half, middle + half});
        }
        if (made) made->unit = old.unit;
        return made;
    }

    ast::Tree& tree_;
    const ValueRange& range_;
    Span span_;
};

}  // namespace

std::optional<double> plain_number(const ast::Tree& tree, ast::ExprId id) {
    if (!id.valid()) return std::nullopt;
    const auto& node = tree[id].node;
    if (const auto* number = std::get_if<ast::NumberExpr>(&node)) {
        if (number->duration || number->unit) return std::nullopt;
        return number->value;
    }
    const auto* unary = std::get_if<ast::UnaryExpr>(&node);
    if (unary == nullptr || unary->op != ast::UnaryOp::Minus) return std::nullopt;
    const std::optional<double> operand = plain_number(tree, unary->operand);
    return operand ? std::optional<double>(-*operand) : std::nullopt;
}

ValueRange range_of(const ast::Tree& tree, const ast::ValueType& type) {
    ValueRange range;
    if (!type.type.set && !type.type.optional && !type.type.path.names.empty())
        range.type = type.type.path.names.back().text;
    const std::optional<double> low = plain_number(tree, type.low);
    const std::optional<double> high = plain_number(tree, type.high);
    if (low && high && range.type == "real") range.bounds = {*low, *high};
    return range;
}

std::optional<std::string> make_vague(ast::Tree& tree, const ValueRange& range,
                                      ast::Initial& initial) {
    if (range.type != "real" && range.type != "bool") return std::nullopt;
    std::optional<ast::Distribution> made;
    if (initial.distribution.valid()) {
        const ast::Distribution old = tree[initial.distribution];
        made = Vague(tree, range, old.span).widened(old);
    } else if (initial.value.valid() && range.type == "real") {
        made = Vague(tree, range, tree[initial.value].span).around(initial.value);
    }
    if (!made) return std::nullopt;
    const std::string text = Vague(tree, range, made->span).text(*made);
    initial.value = {};
    tree.distributions.push_back(std::move(*made));
    initial.distribution = ast::DistId(tree.distributions.size() - 1);
    return text;
}

}  // namespace jonbar
