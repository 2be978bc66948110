// Computing once, before a row of skips, what several of their bodies compute.
//
// An option each for fourteen people has fourteen bodies, and what does not depend on whom the
// option is about stands in all of them. Nothing can be shared between bodies, as none need run; it
// can be before them. Only where the row itself is for a few lanes: there an instruction costs its
// dispatch, however many lanes it works on.

#include <string>
#include <unordered_map>
#include <utility>

#include "program/columns.h"
#include "program/passes.h"

namespace jonbar::program {

namespace {

class Lifter {
  public:
    Lifter(Code& code, const Things& things)
        : code_(code), things_(things), writes_(count_writes(code, things)) {}

    void run() { visit(code_, false); }

  private:
    struct Found {
        std::size_t first = 0, last = 0;  // of the row's nodes
        std::size_t bodies = 0;
        Operand value;
    };

    void visit(Code& code, bool within_skip) {
        for (Node& node : code) {
            visit(node.body, within_skip || node.instruction.op == Op::SkipIfNone);
        }
        for (std::size_t round = 0; within_skip && round < kRoundsMax && lift(code); ++round) {
        }
    }

    [[nodiscard]] bool is_plain(const Instruction& i) const {
        const OpInfo& about = info(i.op);
        return about.effect == Effect::Pure && !about.masked && i.a.place != Place::Key &&
               is_scratch(i.out) && i.out.shape == 0 && things_.alone(i.out) &&
               writes_[things_.of(i.out)] == 1;
    }

    static std::string key_of(const Instruction& i) {
        std::string key(1, static_cast<char>(i.op));
        const auto append = [&key](std::uint32_t number) {
            key.append(reinterpret_cast<const char*>(&number), sizeof(number));
        };
        for (const Operand* operand : {&i.a, &i.b, &i.c, &i.d}) {
            append(static_cast<std::uint32_t>(operand->place));
            append(operand->shape);
            append(operand->base);
        }
        append(i.count);
        append(i.stride);
        append(i.detail);
        return key;
    }

    /// Tells whether what an instruction reads is written in nodes first .. last.
    [[nodiscard]] bool changes(const Code& code, const Found& found, const Instruction& i) const {
        bool changed = false;
        const auto look = [&](const Operand& out, const Instruction& writer) {
            if (!is_column(out) || !is_output(out, writer)) {
                return;
            }
            for (const Operand* operand : {&i.a, &i.b, &i.c, &i.d}) {
                changed =
                    changed || (is_column(*operand) && things_.of(*operand) == things_.of(out));
            }
        };
        for (std::size_t n = found.first; n <= found.last; ++n) {
            look(code[n].instruction.out, code[n].instruction);
            look(code[n].instruction.out2, code[n].instruction);
            for_all(code[n].body, look);
        }
        return changed;
    }

    /// Lifts what can be lifted at once; returns whether anything was.
    bool lift(Code& code) {
        std::unordered_map<std::string, Found> found;
        for (std::size_t n = 0; n < code.size(); ++n) {
            if (code[n].instruction.op != Op::SkipIfNone) {
                continue;
            }
            for (const Node& node : code[n].body) {
                if (is_plain(node.instruction)) {
                    const auto [at, is_new] = found.try_emplace(key_of(node.instruction));
                    Found& row = at->second;
                    row.first = is_new ? n : row.first;
                    row.bodies += is_new || row.last != n ? 1 : 0;
                    row.last = n;
                }
            }
        }
        std::vector<Code> before(code.size());
        for (std::size_t n = 0; n < code.size(); ++n) {
            if (code[n].instruction.op == Op::SkipIfNone) {
                lift_from(code, n, found, before);
            }
        }
        if (renamed_.empty()) {
            return false;
        }
        Code result;
        for (std::size_t n = 0; n < code.size(); ++n) {
            for (Node& node : before[n]) {
                result.push_back(std::move(node));
            }
            result.push_back(std::move(code[n]));
        }
        code = std::move(result);
        rename();
        return true;
    }

    /// Takes out of one body what has been or is now lifted.
    void lift_from(Code& code, std::size_t n, std::unordered_map<std::string, Found>& found,
                   std::vector<Code>& before) {
        std::erase_if(code[n].body, [&](Node& node) {
            const Instruction& i = node.instruction;
            if (!is_plain(i)) {
                return false;
            }
            Found& row = found.at(key_of(i));
            if (row.bodies < kBodiesMin) {
                return false;
            }
            if (!row.value.exists()) {
                if (changes(code, row, i)) {
                    row.bodies = 0;
                    return false;
                }
                row.value = i.out;
                before[row.first].push_back({i, {}});
            }
            renamed_[things_.of(i.out)] = row.value;
            return true;
        });
    }

    void rename() {
        for_all(code_, [this](Operand& operand, Instruction&) {
            if (is_scratch(operand) && things_.alone(operand)) {
                const auto found = renamed_.find(things_.of(operand));
                operand = found != renamed_.end() ? found->second : operand;
            }
        });
        renamed_.clear();
    }

    static constexpr std::size_t kBodiesMin = 3;
    static constexpr std::size_t kRoundsMax = 16;
    Code& code_;
    const Things& things_;
    const std::vector<std::uint32_t> writes_;
    std::unordered_map<std::uint32_t, Operand> renamed_;
};

}  // namespace

void lift_from_rows(Draft& draft) {
    const Things things(draft);
    Lifter(draft.step, things).run();
}

}  // namespace jonbar::program
