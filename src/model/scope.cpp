#include "model/scope.h"

#include <algorithm>

#include "model/walk.h"

namespace jonbar {

bool exclude(const std::vector<Arm>& left, const std::vector<Arm>& right) {
    for (const Arm& a : left) {
        for (const Arm& b : right) {
            if (a.fork == b.fork && a.arm != b.arm) return true;
        }
    }
    return false;
}

LocalIndex Scope::find(const std::string& name) const {
    for (auto local = locals.rbegin(); local != locals.rend(); ++local) {
        if (local->first == name) return local->second;
    }
    return kNoLocal;
}

void Scope::forget(StateId state) {
    known.erase(
        std::remove_if(known.begin(), known.end(),
                       [state](const ShownSome& fact) { return fact.reads.contains(state); }),
        known.end());
}

void Scope::forget(const std::set<StateId>& states) {
    for (const StateId state : states) forget(state);
}

std::string fact_key(const Model& model, ExpressionId id) {
    const Expression& expression = model.at(id);
    std::string key;
    switch (expression.kind) {
        case ExpressionKind::Local:
            return "l" + std::to_string(expression.local);
        case ExpressionKind::Number:
            if (expression.type.base != BaseType::Member) return {};
            return "n" + std::to_string(static_cast<long>(expression.number));
        case ExpressionKind::Load:
            key = "s" + std::to_string(expression.state.index);
            break;
        case ExpressionKind::Call:
            key = "d" + std::to_string(expression.definition.index);
            break;
        case ExpressionKind::History:
            if (expression.query != PastQuery::On && expression.query != PastQuery::Held) return {};
            key = (expression.query == PastQuery::On ? "o" : "h") +
                  std::to_string(expression.declaration.index);
            break;
        default:
            return {};
    }
    for (const ExpressionId argument : expression.args) {
        const std::string inner = fact_key(model, argument);
        if (inner.empty()) return {};
        key += "(" + inner + ")";
    }
    return key;
}

void collect_reads(const Context& context, ExpressionId id, Reads& reads) {
    walk_expression(context.model, id, [&](const Expression& expression) {
        switch (expression.kind) {
            case ExpressionKind::Load:
                reads.states.insert(expression.state);
                break;
            case ExpressionKind::History:
            case ExpressionKind::Past:
            case ExpressionKind::Odds:
                reads.past = true;
                break;
            case ExpressionKind::Call: {
                const Reads& inner = context.definitions[expression.definition.index].reads;
                reads.states.insert(inner.states.begin(), inner.states.end());
                reads.past |= inner.past;
                break;
            }
            default:
                break;
        }
    });
}

}  // namespace jonbar
