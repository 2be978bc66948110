#include "language/native_forms.h"

namespace jonbar::ast {
namespace {

constexpr NativeScope kMember = NativeScope::Member;
constexpr NativeScope kPair = NativeScope::Pair;
constexpr NativeScope kWhole = NativeScope::Whole;

std::vector<NativeWord> of_a_vote(NativeWord last) {
    return {{"", kMember, true}, {"quota", kWhole, false}, {"majority", kWhole, false}, last};
}

// In the order of NativeKind.
std::vector<NativeForm> make_forms() {
    const NativeWord of = {"of", kWhole, true};
    const NativeWord with = {"with", kWhole, true};
    return {
        {NativeKind::RulingCoalition,
         "ruling_coalition",
         {{"", kMember, true}, {"majority", kWhole, false}},
         "ruling_coalition(p in members: power(p), majority 2/3)"},
        {NativeKind::Alignment,
         "alignment",
         {{"size", kMember, true}, {"propensity", kPair, true}, with, {"from", kWhole, false}},
         "alignment(i, j in country: size i.army, propensity tie(i, j), with germany)"},
        {NativeKind::Component, "component", {}, "component(x in S via R)"},
        {NativeKind::Banzhaf, "banzhaf", of_a_vote(of),
         "banzhaf(p in S: votes(p), quota 12, of x)"},
        {NativeKind::ShapleyShubik, "shapley_shubik", of_a_vote(of),
         "shapley_shubik(p in S: votes(p), quota 12, of x)"},
        {NativeKind::DeeganPackel, "deegan_packel", of_a_vote(of),
         "deegan_packel(p in S: votes(p), quota 12, of x)"},
        {NativeKind::Holler, "holler", of_a_vote(of), "holler(p in S: votes(p), quota 12, of x)"},
        {NativeKind::Winning, "winning", of_a_vote(with),
         "winning(p in S: votes(p), majority 1/2, with T)"},
        {NativeKind::MinimalWinning, "minimal_winning", of_a_vote(with),
         "minimal_winning(p in S: votes(p), majority 1/2, with T)"},
        {NativeKind::WeightedMedian,
         "weighted_median",
         {{"", kMember, true}, {"weight", kMember, true}},
         "weighted_median(p in S: p.position, weight power(p))"},
        {NativeKind::Bargain,
         "bargain",
         {{"position", kMember, true},
          {"capability", kMember, true},
          {"salience", kMember, true},
          of},
         "bargain(p in S: position p.position, capability power(p), salience p.salience, of x)"},
        {NativeKind::Degroot,
         "degroot",
         {{"", kMember, true}, {"weight", kMember, true}},
         "degroot(q in S: q.opinion, weight trust(p, q))"},
        {NativeKind::FriedkinJohnsen,
         "friedkin_johnsen",
         {{"", kMember, true},
          {"weight", kMember, true},
          {"susceptibility", kWhole, true},
          {"initial", kWhole, true}},
         "friedkin_johnsen(q in S: q.opinion, weight trust(p, q), susceptibility 0.7, initial u)"},
        {NativeKind::HegselmannKrause,
         "hegselmann_krause",
         {{"", kMember, true}, {"near", kWhole, true}, {"within", kWhole, true}},
         "hegselmann_krause(q in S: q.opinion, near p.opinion, within 0.2)"},
        {NativeKind::Granovetter,
         "granovetter",
         {{"", kMember, true}, {"weight", kMember, false}, {"threshold", kWhole, true}},
         "granovetter(q in S: q.joined, threshold p.threshold)"},
    };
}

const std::vector<NativeForm>& forms() {
    static const std::vector<NativeForm> made = make_forms();
    return made;
}

}  // namespace

const NativeForm& form_of(NativeKind kind) { return forms()[static_cast<std::size_t>(kind)]; }

std::optional<NativeKind> native_of(std::string_view name) {
    for (const NativeForm& form : forms()) {
        if (form.name == name) return form.kind;
    }
    return std::nullopt;
}

const NativeClause* clause_of(const NativeExpr& native, std::string_view word) {
    for (const NativeClause& clause : native.clauses) {
        if (clause.word == word) return &clause;
    }
    return nullptr;
}

}  // namespace jonbar::ast
