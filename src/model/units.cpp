#include "model/units.h"

#include <array>

namespace jonbar {
namespace {

constexpr std::array kTimeUnits = {CalendarUnit::Day, CalendarUnit::Week, CalendarUnit::Month,
                                   CalendarUnit::Quarter, CalendarUnit::Year};

void multiply(Units& units, const std::string& word, int power) {
    const int sum = (units.powers[word] += power);
    if (sum == 0) units.powers.erase(word);
}

std::string normal_word(const std::string& word) {
    const std::optional<CalendarUnit> time = time_word(word);
    return time ? std::string(unit_name(*time)) : word;
}

}  // namespace

std::optional<CalendarUnit> time_word(std::string_view word) {
    for (const CalendarUnit unit : kTimeUnits) {
        const std::string_view name = unit_name(unit);
        if (word == name) return unit;
        if (word.size() == name.size() + 1 && word.back() == 's' &&
            word.substr(0, name.size()) == name) {
            return unit;
        }
    }
    return std::nullopt;
}

Units units_of(const ast::Unit& unit) {
    Units units;
    for (const ast::Name& word : unit.numerator) {
        multiply(units, normal_word(word.text), 1);
        units.written += (units.written.empty() ? "" : " ") + normal_word(word.text);
    }
    for (const ast::Name& word : unit.denominator) {
        multiply(units, normal_word(word.text), -1);
        const bool first = &word == &unit.denominator.front();
        units.written +=
            (first ? (units.written.empty() ? "per " : " per ") : " ") + normal_word(word.text);
    }
    return units;
}

Units times(const Units& left, const Units& right) {
    Units product = left;
    if (!right.empty()) product.written.clear();
    if (left.empty()) product.written = right.written;
    product.any = left.any && right.any;
    for (const auto& [word, power] : right.powers) multiply(product, word, power);
    return product;
}

Units over(const Units& left, const Units& right) {
    Units quotient = left;
    if (!right.empty()) quotient.written.clear();
    quotient.any = left.any && right.any;
    for (const auto& [word, power] : right.powers) multiply(quotient, word, -power);
    return quotient;
}

bool fit(const Units& left, const Units& right) {
    if (left.any || right.any || left == right) return true;
    if (rate_unit(left) || rate_unit(right)) return false;
    return left.empty() || right.empty();
}

std::optional<CalendarUnit> rate_unit(const Units& units) {
    for (const CalendarUnit unit : kTimeUnits) {
        const auto found = units.powers.find(std::string(unit_name(unit)));
        if (found != units.powers.end() && found->second == -1) return unit;
    }
    return std::nullopt;
}

Units without_time(const Units& units) {
    Units rest = units;
    rest.written.clear();
    if (const std::optional<CalendarUnit> time = rate_unit(units)) {
        rest.powers.erase(std::string(unit_name(*time)));
    }
    return rest;
}

std::string to_string(const Units& units) {
    if (units.empty()) return "no unit";
    if (!units.written.empty()) return units.written;
    std::string above;
    std::string below;
    for (const auto& [word, power] : units.powers) {
        std::string& side = power > 0 ? above : below;
        for (int i = 0; i < (power > 0 ? power : -power); ++i)
            side += (side.empty() ? "" : " ") + word;
    }
    if (below.empty()) return above;
    return above.empty() ? "per " + below : above + " per " + below;
}

}  // namespace jonbar
