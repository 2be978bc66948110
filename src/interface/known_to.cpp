// What a player may know of the state.

#include <fmt/format.h>

#include <algorithm>

#include "interface/played_history.h"
#include "model/instances.h"
#include "report/chronicle.h"

namespace jonbar {

namespace {

class KnownState {
  public:
    KnownState(const Model& model, const program::Program& program, program::Player player,
               const engine::StateColumns& state)
        : model_(model), program_(program), player_(player), columns_(state) {}

    std::vector<PlayKnown> all() {
        for (std::size_t i = 0; i < model_.states.size(); ++i) add(model_.states[i], i);
        std::stable_sort(known_.begin(), known_.end(),
                         [](const PlayKnown& a, const PlayKnown& b) { return a.about < b.about; });
        return std::move(known_);
    }

  private:
    void add(const State& state, std::size_t index) {
        const program::StateBlock& block = program_.states[index];
        const bool hidden = state.role == StateRole::Param || state.role == StateRole::Strength ||
                            state.role == StateRole::Series;
        if (hidden || !block.first.exists()) return;
        const std::string name = state.name.substr(state.name.find('.') + 1);
        for (std::uint32_t cell = 0; cell < block.cell_count; ++cell) {
            const Tuple at = cell_tuple(model_, state, cell);
            if (state.role == StateRole::Variable) {
                put(PlayKnown::About::World, state, block, cell, name);
            } else if (state.role == StateRole::Attribute) {
                const std::string& owner = model_.at(state.indices[0]).members[at[0]].name;
                if (is_player(state.indices[0], at[0])) {
                    put(PlayKnown::About::Self, state, block, cell, name);
                } else if (holds(state)) {
                    put(PlayKnown::About::Holders, state, block, cell, owner + "." + name);
                }
            } else {
                add_tie(state, block, cell, at);
            }
        }
    }

    void add_tie(const State& state, const program::StateBlock& block, std::uint32_t cell,
                 const Tuple& at) {
        bool about = false, alone = true;
        std::string others;
        for (std::size_t i = 0; i < at.size(); ++i) {
            const bool he = is_player(state.indices[i], at[i]);
            about = about || he;
            alone = alone && he;
            others +=
                (others.empty() ? "" : ", ") + model_.at(state.indices[i]).members[at[i]].name;
        }
        // What another of his kind feels towards him is the other's own.
        const bool of_another = state.indices[0] == player_.domain && at[0] != player_.member;
        if (!about || alone || of_another) return;
        put(PlayKnown::About::Ties, state, block, cell, fmt::format("{}({})", state.name, others));
    }

    bool is_player(DomainId domain, std::uint32_t member) const {
        return domain == player_.domain && member == player_.member;
    }

    /// Tells whether something other than a person has a person, or persons: an office its holder.
    bool holds(const State& state) const {
        return state.type.base == BaseType::Member && state.type.domain == player_.domain &&
               state.indices[0] != player_.domain;
    }

    void put(PlayKnown::About about, const State& state, const program::StateBlock& block,
             std::uint32_t cell, const std::string& name) {
        std::vector<double> values;
        bool empty = true;
        for (std::uint32_t part = 0; part < block.width; ++part) {
            const std::uint32_t column = block.first.base + cell * block.width + part;
            values.push_back(block.first.place == program::Place::StateNumber
                                 ? columns_.numbers(column)[0]
                                 : static_cast<double>(columns_.truths(column)[0] & 1U));
            const bool none = state.type.base == BaseType::Member && !state.type.set
                                  ? values.back() < 0
                              : state.type.base == BaseType::Date ? values.back() == kNoDate
                                                                  : values.back() == 0;
            empty = empty && none;
        }
        const program::Printed printed{.type = state.type,
                                       .decimals = state.type.base == BaseType::Real ? 2 : -1};
        std::string value = printed_value(program_, printed, values.data());
        if (!state.unit.empty()) value += " " + state.unit;
        const bool number = state.type.base == BaseType::Real || state.type.base == BaseType::Int ||
                            state.type.base == BaseType::Duration;
        known_.push_back({about, name, std::move(value), empty, number});
    }

    const Model& model_;
    const program::Program& program_;
    program::Player player_;
    const engine::StateColumns& columns_;
    std::vector<PlayKnown> known_;
};

}  // namespace

std::vector<PlayKnown> known_to(const Model& model, const program::Program& program,
                                program::Player player, const engine::StateColumns& state) {
    return KnownState(model, program, player, state).all();
}

}  // namespace jonbar
