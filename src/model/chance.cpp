// Draws: distributions, scale words, `either`, and the sites that name their noise.

#include <fmt/format.h>

#include "model/evidence.h"
#include "model/expressions.h"
#include "model/points.h"

namespace jonbar {
namespace {

/// Tells whether a unit after a distribution makes what is drawn a duration: `months`.
std::optional<CalendarUnit> duration_unit(const std::optional<ast::Unit>& unit) {
    if (!unit || unit->bracketed || unit->numerator.size() != 1 || !unit->denominator.empty())
        return std::nullopt;
    return time_word(unit->numerator.front().text);
}

std::vector<std::string> distribution_names() {
    return {"uniform",     "normal",     "lognormal", "halfnormal", "beta",   "gamma",
            "exponential", "triangular", "bernoulli", "binomial",   "poisson"};
}

}  // namespace

SiteId Expressions::make_site(SiteKind kind, const std::string& name, Span span) {
    Drawing& drawing = *scope_.drawing;
    Site site = drawing.base;
    site.kind = kind;
    site.span = span;
    std::string place = name.empty() ? drawing.place : name;
    if (place.empty() && kind == SiteKind::Pick) place = "pick";
    if (place.empty() && kind == SiteKind::Draw && !drawing.cell) {
        context_.error(kDrawNeedsName, span, "this draw has no name", "give it one: draw NAME = …");
        return {};
    }
    site.place = drawing.inside;
    if (!drawing.inside.empty() && !place.empty()) site.place += "/";
    site.place += place;
    for (const MadeSite& other : *drawing.made) {
        const Site& made = context_.model.at(other.site);
        if (made.place != site.place || made.loops.size() != site.loops.size()) continue;
        if (made.loops == site.loops && made.kind == kind && exclude(other.arms, drawing.arms))
            return other.site;
        context_.error(kDrawNeedsName, span,
                       fmt::format("two draws of `{}` have one name{}{}", site.owner,
                                   site.place.empty() ? "" : ", ", site.place),
                       fmt::format("the other is at {}; give each a name: draw NAME = …",
                                   context_.place(made.span)));
        return {};
    }
    const SiteId id{static_cast<std::uint32_t>(context_.model.sites.size())};
    context_.model.sites.push_back(std::move(site));
    drawing.made->push_back({id, drawing.arms});
    return id;
}

Checked Expressions::drawn(Distribution family, std::vector<ExpressionId> args, Span span) {
    if (scope_.drawing == nullptr && !scope_.measured) {
        context_.error(kNoDrawHere, span, "no draw may stand here",
                       "draws stand in params, initial values and bodies");
        return bad(span);
    }
    Type type = real_type();
    if (family == Distribution::Bernoulli) type = truth_type();
    if (family == Distribution::Binomial || family == Distribution::Poisson) type = int_type();
    Expression expression = node(ExpressionKind::Draw, type, span);
    expression.distribution = family;
    expression.args = std::move(args);
    if (scope_.measured) return make(std::move(expression));
    expression.site = make_site(SiteKind::Draw, "", span);
    if (!expression.site.exists()) return bad(span);
    return make(std::move(expression));
}

Checked Expressions::check_distribution(ast::DistId id, const Type* expected) {
    const ast::Distribution& distribution = context_.tree(scope_.home)[id];
    Checked found;
    switch (distribution.form) {
        case ast::DistForm::Word: {
            const ScaleWordInfo* word =
                context_.find_scale_word(scope_.home, distribution.name.text);
            if (word == nullptr) {
                std::vector<std::string> candidates = distribution_names();
                for (const ModuleIndex module : context_.names[scope_.home].visible) {
                    for (const auto& [name, info] : context_.names[module].scale_words)
                        candidates.push_back(name);
                }
                context_.unknown(kUnknownName, distribution.name, "distribution or word of a scale",
                                 candidates);
                return bad(distribution.span, expected);
            }
            return check_scale_word(*word, distribution.name);
        }
        case ast::DistForm::Arguments:
            found = check_arguments(distribution);
            break;
        case ast::DistForm::Points:
            found = check_points(distribution);
            break;
        case ast::DistForm::Either:
            return check(distribution.either, expected);
    }
    if (found.bad || !distribution.unit) return found;
    if (const std::optional<CalendarUnit> time = duration_unit(distribution.unit)) {
        if (distribution.form == ast::DistForm::Points) {
            context_.model.expressions[found.id.index].type = duration_type();
            found.type = duration_type();
            return found;
        }
        Expression scaled = node(ExpressionKind::Binary, duration_type(), distribution.span);
        scaled.op = Operator::Multiply;
        const double ticks = duration_in_ticks(1, *time, context_.model.calendar);
        scaled.args = {found.id,
                       context_.add(context_.number(ticks, duration_type(), distribution.span))};
        return make(std::move(scaled));
    }
    found.units = units_of(*distribution.unit);
    return found;
}

Checked Expressions::check_arguments(const ast::Distribution& distribution) {
    const std::optional<Distribution> family = find_distribution(distribution.name.text);
    if (!family) {
        context_.unknown(kUnknownName, distribution.name, "distribution", distribution_names());
        return bad(distribution.span);
    }
    const std::size_t wanted = parameter_count(*family);
    if (distribution.arguments.size() != wanted) {
        context_.error(kWrongCount, distribution.span,
                       fmt::format("`{}` takes {} parameter{}, not {}", distribution.name.text,
                                   wanted, wanted == 1 ? "" : "s", distribution.arguments.size()));
        return bad(distribution.span);
    }
    std::vector<ExpressionId> args;
    bool wrong = false;
    for (std::size_t i = 0; i < wanted; ++i) {
        const Type type = *family == Distribution::Binomial && i == 0 ? int_type() : real_type();
        const Checked found =
            check_as(distribution.arguments[i], type,
                     fmt::format("parameter {} of `{}`", i + 1, distribution.name.text));
        wrong |= found.bad;
        args.push_back(found.id);
    }
    if (wrong) return bad(distribution.span);
    return drawn(*family, std::move(args), distribution.span);
}

Checked Expressions::check_points(const ast::Distribution& distribution) {
    const std::optional<Distribution> family = find_distribution(distribution.name.text);
    if (!family) {
        context_.unknown(kUnknownName, distribution.name, "distribution", distribution_names());
        return bad(distribution.span);
    }
    const bool one = has_one_point(*family);
    if (one == distribution.low.valid()) {
        context_.error(
            kWrongDistribution, distribution.span,
            fmt::format("`{}` is given by {}", distribution.name.text,
                        one ? "the point below which 95 % lie" : "its 5 % and 95 % points"),
            fmt::format("expected {} {}to B", distribution.name.text, one ? "" : "A "));
        return bad(distribution.span);
    }
    // `draw length = lognormal 1 months to 8 months` and `lognormal 1 to 8 months` are the same.
    double scale = 1;
    if (const std::optional<CalendarUnit> time = duration_unit(distribution.unit)) {
        scale = duration_in_ticks(1, *time, context_.model.calendar);
    }
    const Type real = real_type();
    const auto point = [&](ast::ExprId id) {
        return check_constant(id, &real, "a point of a distribution");
    };
    const std::optional<double> low = one ? std::optional<double>(0) : point(distribution.low);
    const std::optional<double> high = point(distribution.high);
    if (!low || !high) return bad(distribution.span);
    const Solved solved = solve_points(*family, *low * scale, *high * scale);
    if (!solved.failure.empty()) {
        context_.error(kWrongDistribution, distribution.span,
                       fmt::format("no `{}` has these points", distribution.name.text),
                       solved.failure);
        return bad(distribution.span);
    }
    std::vector<ExpressionId> args;
    for (const double parameter : solved.parameters) {
        args.push_back(context_.add(context_.number(parameter, real, distribution.span)));
    }
    return drawn(*family, std::move(args), distribution.span);
}

Checked Expressions::check_scale_word(const ScaleWordInfo& word, const ast::Name& name) {
    const ModuleIndex home = std::exchange(scope_.home, word.home);
    Checked found = check_distribution(word.distribution, nullptr);
    scope_.home = home;
    if (!found.bad && context_.model.at(found.id).kind == ExpressionKind::Draw) {
        context_.model.expressions[found.id.index].span = name.span;
        if (scope_.measured) return found;
        context_.model.sites[context_.model.at(found.id).site.index].span = name.span;
    }
    return found;
}

Checked Expressions::check_initial(ast::ExprId id, const Type& wanted, std::string_view what) {
    const auto* name = std::get_if<ast::NameExpr>(&expr(id).node);
    if (name != nullptr && wanted.base == BaseType::Real &&
        scope_.find(name->name.text) == kNoLocal) {
        if (const ScaleWordInfo* word = context_.find_scale_word(scope_.home, name->name.text)) {
            return fitted(check_scale_word(*word, name->name), wanted, span_of(id), what);
        }
    }
    return check_as(id, wanted, what);
}

Checked Expressions::check_either(const ast::EitherExpr& either, const Type* expected, Span span) {
    if (scope_.drawing == nullptr || !scope_.drawing->cell || scope_.drawing->place == "either") {
        context_.error(kNoDrawHere, span,
                       "`either` is an initial value, and stands in no other `either`",
                       "expected it as the value of a param, an attribute, a cell");
        return bad(span, expected);
    }
    Drawing& drawing = *scope_.drawing;
    Expression expression = node(ExpressionKind::Either, {}, span);
    drawing.place = "either";
    expression.site = make_site(SiteKind::Either, "either", span);
    const std::size_t fork = (*drawing.forks)++;
    bool wrong = !expression.site.exists();
    double sum = 0;
    Units units;
    Type type;
    int arm = 0;
    for (const ast::Alternative& alternative : either.alternatives) {
        const auto* word = std::get_if<ast::NameExpr>(&expr(alternative.value).node);
        drawing.place = word != nullptr ? word->name.text : "";
        drawing.arms.push_back({fork, arm++});
        if (std::holds_alternative<ast::EitherExpr>(expr(alternative.value).node))
            drawing.place = "either";
        Checked found;
        if (expected != nullptr) {
            found = check_initial(alternative.value, *expected, "this alternative");
        } else {
            found = check_initial(alternative.value, real_type(), "this alternative");
        }
        drawing.arms.pop_back();
        drawing.place.clear();
        const Type real = real_type();
        const std::optional<double> weight =
            check_constant(alternative.weight, &real, "the weight of an alternative");
        if (weight && !(*weight > 0)) {
            context_.error(kWrongDistribution, alternative.span,
                           "the weight of an alternative is above 0");
        }
        wrong |= found.bad || !weight || !(*weight > 0);
        if (drawing.support != nullptr)
            add_support(context_, *drawing.support, alternative.evidence);
        if (wrong) continue;
        type = arm == 1 || found.type.base == BaseType::Real ? found.type : type;
        if (units.empty()) units = found.units;
        units.any = false;
        expression.args.push_back(found.id);
        expression.weights.push_back(*weight);
        sum += *weight;
    }
    if (wrong || expression.args.empty()) return bad(span, expected);
    for (double& weight : expression.weights) weight /= sum;
    expression.type = expected != nullptr ? *expected : type;
    return make(std::move(expression), units);
}

}  // namespace jonbar
