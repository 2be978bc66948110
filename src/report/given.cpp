#include "report/given.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/direction.h"

namespace jonbar {

namespace {

/// A probability given by its logarithm: "41.2 %", or "1 in 3,400" of one that is small.
std::string probability(double log_probability) {
    if (!std::isfinite(log_probability)) return "0 %";
    constexpr double kPercent = -4.605170185988091;  // log of 0.01
    constexpr double kBillionth = -20.72326583694641;
    if (log_probability >= kPercent) {
        return percent(std::min(std::exp(log_probability), 1.0));
    }
    if (log_probability < kBillionth)
        return fmt::format("1 in 10^{:.1f}", -log_probability * 0.4342944819032518);
    return "1 in " + grouped(static_cast<std::uint64_t>(std::llround(std::exp(-log_probability))));
}

std::string fact_value(const FactAnswer& fact) {
    if (fact.density) return fmt::format("log density {}", short_number(fact.log_probability));
    return probability(fact.log_probability);
}

/// Draws quantiles on a line from `least` to `greatest`: 5 to 95 % thin, 25 to 75 % thick, the
/// median marked.
std::string quantile_bar(const std::array<double, 5>& quantiles, double least, double greatest,
                         int width) {
    const auto cell = [&](double value) {
        const double share = greatest > least ? (value - least) / (greatest - least) : 0.5;
        return std::clamp(static_cast<int>(share * width), 0, width - 1);
    };
    std::string out;
    for (int i = 0; i < width; ++i) {
        if (i == cell(quantiles[2])) {
            out += "┃";
        } else if (i >= cell(quantiles[1]) && i <= cell(quantiles[3])) {
            out += "━";
        } else {
            out += i >= cell(quantiles[0]) && i <= cell(quantiles[4]) ? "─" : " ";
        }
    }
    return out;
}

void add_params(Page& page, const std::vector<ParamAnswer>& params) {
    if (params.empty()) return;
    page.heading("What the record says of what nobody knew (5 %, 50 %, 95 %)");
    constexpr int kBarColumns = 16;
    int name_columns = 8;
    for (const ParamAnswer& param : params)
        name_columns = std::max(name_columns, display_width(param.name));
    name_columns = std::min(name_columns, page.columns - 2 * kBarColumns - 6);
    for (const ParamAnswer& param : params) {
        const double least = std::min(param.prior[0], param.posterior[0]);
        const double greatest = std::max(param.prior[4], param.posterior[4]);
        const auto row = [&](std::string_view name, std::string_view which,
                             const std::array<double, 5>& quantiles) {
            page.line(fmt::format(
                "  {} {} {} {} {}  {}{}{}", pad(name, name_columns - 4), pad(which, 5),
                pad_left(short_number(quantiles[0]), 9), pad_left(short_number(quantiles[2]), 9),
                pad_left(short_number(quantiles[4]), 9), page.style.bar,
                quantile_bar(quantiles, least, greatest, kBarColumns), page.style.off));
        };
        row(param.name, "prior", param.prior);
        row(param.unit.empty() ? "" : "[" + param.unit + "]", "given", param.posterior);
    }
}

}  // namespace

void add_evidence(Page& page, const Answers& answers) {
    const GivenRecord& given = *answers.given;
    page.line(
        fmt::format("given {}{}: {} of {} particles, {} {}",
                    given.facts.size() == 1 ? "1 observation"
                                            : fmt::format("{} observations", given.facts.size()),
                    given.until.empty() ? "" : " until " + given.until,
                    given.islands == 1 ? "1 island" : fmt::format("{} islands", given.islands),
                    grouped(given.island_size), given.moves, given.moves == 1 ? "move" : "moves"));
    page.line(fmt::format("prior: {} histories", grouped(given.prior_histories)));
    page.line(fmt::format("log evidence {:.3f} {}({:.3f} to {:.3f}){}   {:.1f} effective islands",
                          given.log_evidence.value, page.style.dim, given.log_evidence.low,
                          given.log_evidence.high, page.style.off, given.effective_islands));
    page.line(fmt::format(
        "{} different draws of what nobody knows   {:.1f} resamplings an island   "
        "{} of moves accepted",
        grouped(given.distinct_vectors), given.resamplings, percent(given.moves_accepted)));
}

void add_record(Page& page, const Answers& answers) {
    const GivenRecord& given = *answers.given;
    page.heading(
        "The record (probability given what stands above it, effective histories, "
        "ancestors)");
    const int text_columns = std::max(20, page.columns - 41);
    for (const FactAnswer& fact : given.facts) {
        page.line(fmt::format("  {} {} {} {}", pad(isolate_lines(fact.text), text_columns),
                              pad_left(fact_value(fact), 18),
                              pad_left(grouped(static_cast<std::uint64_t>(fact.effective)), 9),
                              pad_left(grouped(fact.ancestors), 9)));
    }
    add_params(page, given.params);
}

}  // namespace jonbar
