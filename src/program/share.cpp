// One forward walk that folds what is known and computes nothing twice.
//
// Every write stamps what it writes. A value is told by the operation and by the stamps of what it
// reads; while the column that held it keeps its stamp, it may be read in place of computing the
// value again. What a body writes is unknown before it as a loop comes back, and after it as it may
// not have run.

#include <cmath>
#include <cstring>
#include <string>
#include <unordered_map>
#include <utility>

#include "program/columns.h"
#include "program/fold.h"
#include "program/passes.h"

namespace jonbar::program {

namespace {

bool is_number_column(const Operand& operand) {
    return operand.place == Place::Number || operand.place == Place::StateNumber;
}

class Sharing {
  public:
    Sharing(Draft& draft, const Things& things, bool in_step)
        : draft_(draft),
          things_(things),
          in_step_(in_step),
          stamps_(things.count(), 0),
          same_(things.count()),
          chosen_(things.count()) {}

    void visit(Code& code) {
        Code result;
        result.reserve(code.size());
        for (Node& node : code) {
            visit(node, result);
        }
        code = std::move(result);
    }

  private:
    struct Same {
        Operand as;               // none: nothing known
        std::uint64_t stamp = 0;  // of what is there now
        std::uint64_t as_stamp = 0;
    };
    /// A number that is one of two constants, as a truth says.
    struct Chosen {
        Operand truth;  // none: nothing known
        double yes = 0, no = 0;
        std::uint64_t stamp = 0;  // of the number
        std::uint64_t truth_stamp = 0;
    };
    struct Held {
        Operand column;
        std::uint64_t stamp = 0;
    };

    [[nodiscard]] std::uint64_t stamp_of(const Operand& operand) const {
        return is_column(operand) ? stamps_[things_.of(operand)] : 0;
    }

    /// Returns what holds the same value and is better read: a constant, or an earlier column.
    Operand resolved(const Operand& operand) const {
        if (!is_column(operand) || operand.shape != 0 || !things_.alone(operand)) {
            return operand;
        }
        const Same& same = same_[things_.of(operand)];
        const bool holds = same.as.exists() && same.stamp == stamp_of(operand) &&
                           same.as_stamp == stamp_of(same.as);
        return holds ? same.as : operand;
    }

    void stamp(const Operand& operand) { stamps_[things_.of(operand)] = ++clock_; }

    void note_same(const Operand& out, const Operand& as) {
        if (out.shape == 0 && things_.alone(out)) {
            same_[things_.of(out)] = {as, stamp_of(out), stamp_of(as)};
        }
    }

    void note_chosen(const Instruction& i) {
        const auto yes = draft_.constant_of(i.b);
        const auto no = draft_.constant_of(i.c);
        if (yes && no && is_column(i.a) && i.a.shape == 0 && things_.alone(i.a))
            chosen_[things_.of(i.out)] = {i.a, *yes, *no, stamp_of(i.out), stamp_of(i.a)};
    }

    /// Makes a comparison of a constant and a number that a truth chose one of that truth.
    void compare_chosen(Instruction& i) const {
        const bool first = is_column(i.a);
        const Operand& number = first ? i.a : i.b;
        const auto bar = draft_.constant_of(first ? i.b : i.a);
        if (!bar || !is_column(number) || number.shape != 0 || !things_.alone(number)) return;
        const Chosen& chosen = chosen_[things_.of(number)];
        if (!chosen.truth.exists() || chosen.stamp != stamp_of(number) ||
            chosen.truth_stamp != stamp_of(chosen.truth)) {
            return;
        }
        const auto holds = [&](double value) {
            return first ? compares(i.op, value, *bar) : compares(i.op, *bar, value);
        };
        const bool yes = holds(chosen.yes);
        const Operand out = i.out;
        const Operand a = yes == holds(chosen.no) ? draft_.constant(yes ? 1 : 0) : chosen.truth;
        i = Instruction{};
        i.op = yes || !is_column(a) ? Op::CopyTruth : Op::Not;
        i.out = out;
        i.a = a;
    }

    void forget_written(const Code& code) {
        for_all(code, [this](const Operand& operand, const Instruction& i) {
            if (is_output(operand, i)) {
                stamp(operand);
            }
        });
    }

    static void append(std::string& key, const void* bytes, std::size_t size) {
        key.append(static_cast<const char*>(bytes), size);
    }

    [[nodiscard]] std::string key_of(const Instruction& i) const {
        std::string key;
        key.push_back(static_cast<char>(i.op));
        for (const Operand* operand : {&i.a, &i.b, &i.c, &i.d, &i.mask}) {
            const std::uint64_t stamp = stamp_of(*operand);
            const auto place = static_cast<char>(operand->place);
            append(key, &place, 1);
            append(key, &operand->shape, sizeof(operand->shape));
            append(key, &operand->base, sizeof(operand->base));
            append(key, &stamp, sizeof(stamp));
        }
        const bool check = info(i.op).effect == Effect::Check;
        const std::uint32_t detail = check ? 0 : i.detail;
        append(key, &i.count, sizeof(i.count));
        append(key, &i.stride, sizeof(i.stride));
        append(key, &detail, sizeof(detail));
        return key;
    }

    void visit(Node& node, Code& result) {
        Instruction& i = node.instruction;
        for (Operand* operand : {&i.a, &i.b, &i.c, &i.d, &i.mask}) {
            // Gathers and selections read the block itself.
            if (operand->exists() && !reaches_block(*operand, i)) {
                *operand = resolved(*operand);
            }
        }
        if (i.op == Op::SkipIfNone || i.op == Op::SkipUnless) {
            visit_skip(node, result);
            return;
        }
        if (i.op == Op::Loop) {
            forget_written(node.body);
            visit_body(node.body);
            if (!node.body.empty()) {
                result.push_back(std::move(node));
            }
            return;
        }
        if (const auto mask = i.mask.exists() ? draft_.constant_of(i.mask) : std::nullopt) {
            if (*mask == 0 && info(i.op).effect != Effect::Pure && i.op != Op::Saturate) {
                return;
            }
            i.mask = *mask == 0 ? i.mask : Operand{};
        }
        switch (info(i.op).effect) {
            case Effect::Pure:
                visit_pure(i);
                break;
            case Effect::Check:
                if (is_met(draft_, i) || !checks_.emplace(key_of(i), 0).second) {
                    return;
                }
                checked_.push_back(key_of(i));
                break;
            case Effect::Write:
            case Effect::Accumulate:
            case Effect::Count:
            case Effect::Control:
            case Effect::Trace:
            case Effect::Pause:
                break;
        }
        for (const Operand* out : {&i.out, &i.out2}) {
            if (out->exists()) {
                stamp(*out);
            }
        }
        const bool stores = i.op == Op::Store || i.op == Op::StoreTruth;
        if (stores && !i.mask.exists() && i.a.shape == 0 &&
            (!is_column(i.a) || things_.alone(i.a))) {
            note_same(i.out, i.a);
        }
        if (i.op == Op::Select && !pending_key_.empty()) note_chosen(i);
        if (!pending_key_.empty()) {
            values_[pending_key_] = {i.out, stamp_of(i.out)};
            added_.push_back(std::exchange(pending_key_, {}));
        }
        result.push_back(std::move(node));
    }

    /// Replaces a pure instruction by a copy of what is known or held already.
    void visit_pure(Instruction& i) {
        if (i.op == Op::Equal || i.op == Op::NotEqual || i.op == Op::Less || i.op == Op::LessEqual)
            compare_chosen(i);
        Instruction asked = i;
        asked.out.base = kNewColumn;
        std::optional<Operand> known = simplify(draft_, asked);
        if (!known && (i.op == Op::Gather || i.op == Op::GatherTruth)) {
            known = column_of_gather(i);
        }
        if (!known && in_step_) {
            known = simplify_steps(draft_, i);
        }
        if (!known && (i.op == Op::Copy || i.op == Op::CopyTruth)) {
            known = i.a;
        }
        if (!known) {
            std::string key = key_of(i);
            const auto found = values_.find(key);
            if (found != values_.end() && found->second.stamp == stamp_of(found->second.column)) {
                known = found->second.column;
            } else if (i.out.shape == 0 && things_.alone(i.out)) {
                pending_key_ = std::move(key);
                return;
            }
        }
        if (known) {
            const Operand out = i.out;
            i = Instruction{};
            i.op = is_number_column(out) ? Op::Store : Op::StoreTruth;
            i.out = out;
            i.a = *known;
        }
    }

    std::optional<Operand> column_of_gather(const Instruction& i) {
        const auto index = draft_.constant_of(i.b);
        if (!index || *index < 0 || *index >= i.count || *index != std::floor(*index)) {
            return std::nullopt;
        }
        return draft_.moved(i.a, i.b, i.stride);
    }

    void visit_skip(Node& node, Code& result) {
        const Instruction& i = node.instruction;
        const Operand& condition = i.op == Op::SkipIfNone ? i.mask : i.a;
        const auto known = condition.exists() ? draft_.constant_of(condition) : std::optional(1.0);
        const std::pair<Operand, std::uint64_t> inside{condition, stamp_of(condition)};
        bool already = false;
        for (const auto& open : open_) {
            already = already || open == inside;
        }
        if (known && *known == 0) {
            return;
        }
        if (known || already) {
            for (Node& inner : node.body) {
                visit(inner, result);
            }
            return;
        }
        open_.push_back(inside);
        visit_body(node.body);
        open_.pop_back();
        if (!node.body.empty()) {
            result.push_back(std::move(node));
        }
    }

    void visit_body(Code& body) {
        const std::size_t values_before = added_.size();
        const std::size_t checks_before = checked_.size();
        visit(body);
        for (; added_.size() > values_before; added_.pop_back()) {
            values_.erase(added_.back());
        }
        for (; checked_.size() > checks_before; checked_.pop_back()) {
            checks_.erase(checked_.back());
        }
        forget_written(body);
    }

    Draft& draft_;
    const Things& things_;
    bool in_step_;
    std::vector<std::uint64_t> stamps_;  // by thing
    std::vector<Same> same_;             // by thing
    std::vector<Chosen> chosen_;         // by thing
    std::uint64_t clock_ = 0;
    std::unordered_map<std::string, Held> values_;
    std::vector<std::string> added_;
    std::unordered_map<std::string, int> checks_;
    std::vector<std::string> checked_;
    std::vector<std::pair<Operand, std::uint64_t>> open_;  // skips around
    std::string pending_key_;
};

}  // namespace

void share(Draft& draft) {
    const Things things(draft);
    Sharing(draft, things, false).visit(draft.init);
    Sharing(draft, things, true).visit(draft.step);
}

}  // namespace jonbar::program
