// The order in which the initial state is computed.
//
// States are ordered whole where no circle of states forbids it. Within a circle of states, single
// cells are ordered: a cell reads the cells whose indices are known at compile time, and all cells
// of a state where they are not. What an intervention may give a cell from the start counts too, so
// that one order serves all worlds.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "model/fold.h"
#include "model/initial.h"
#include "model/instances.h"
#include "model/walk.h"

namespace jonbar {
namespace {

class InitialOrder {
  public:
    explicit InitialOrder(Context& context) : context_(context), model_(context.model) {
        for_each_intervention(model_, [&](const Intervention& intervention) {
            if (intervention.first_step >= 0 || !intervention.state.exists()) return;
            for (std::size_t i = 0; i < intervention.cells.size(); ++i) {
                const bool redrawn = intervention.kind == InterventionKind::Redraw;
                altered_[intervention.state][intervention.cells[i]].push_back(
                    redrawn
                        ? Value{intervention.redrawn[i].initial, intervention.redrawn[i].bindings}
                        : Value{intervention.value, {}});
            }
        });
    }

    void order() {
        const std::size_t count = model_.states.size();
        std::vector<std::set<StateId>> reads(count);
        for (std::size_t i = 0; i < count; ++i) reads[i] = reads_of(static_cast<std::uint32_t>(i));
        std::vector<bool> done(count, false);
        bool progress = true;
        while (progress) {
            progress = false;
            for (std::size_t i = 0; i < count; ++i) {
                if (done[i]) continue;
                const bool ready = std::all_of(reads[i].begin(), reads[i].end(),
                                               [&](StateId read) { return done[read.index]; });
                if (!ready) continue;
                done[i] = progress = true;
                add_all(static_cast<std::uint32_t>(i));
            }
        }
        order_cells(done);
    }

  private:
    /// What an intervention gives a cell from the start.
    struct Value {
        ExpressionId expression;
        std::vector<double> bindings;
    };

    std::set<StateId> reads_of(std::uint32_t index) {
        const State& state = model_.states[index];
        Reads reads;
        ExpressionId last;
        for (const Cell& cell : state.cells) {
            if (!cell.initial.exists() || cell.initial == last) continue;
            last = cell.initial;
            collect_reads(context_, cell.initial, reads);
        }
        for (const auto& [cell, values] : altered_[StateId{index}]) {
            for (const Value& value : values) collect_reads(context_, value.expression, reads);
        }
        return reads.states;
    }

    void add_all(std::uint32_t state) {
        for (std::uint32_t i = 0; i < model_.states[state].cells.size(); ++i) {
            if (model_.states[state].cells[i].initial.exists())
                model_.initial_order.push_back({StateId{state}, i});
        }
    }

    // A node is a cell, or all cells of a state at once.
    static constexpr std::uint32_t kAll = 0xFFFFFFFFU;
    struct Node {
        std::uint32_t state = 0;
        std::uint32_t cell = 0;
        auto operator<=>(const Node&) const = default;
    };

    void add_reads(ExpressionId id, const std::vector<double>& locals,
                   const std::vector<bool>& done, std::set<Node>& nodes, int depth) {
        walk_expression(model_, id, [&](const Expression& expression) {
            if (expression.kind == ExpressionKind::Load && !done[expression.state.index]) {
                Tuple tuple;
                for (const ExpressionId argument : expression.args) {
                    const std::optional<double> member = fold(model_, argument, locals);
                    if (!member || *member < 0) break;
                    tuple.push_back(static_cast<std::uint32_t>(*member));
                }
                const State& state = model_.at(expression.state);
                const bool known = tuple.size() == state.indices.size();
                nodes.insert(
                    {expression.state.index, known ? cell_index(model_, state, tuple) : kAll});
            } else if (expression.kind == ExpressionKind::Call && depth < 64) {
                std::vector<double> inner;
                for (const ExpressionId argument : expression.args) {
                    const bool set = model_.at(argument).type.set;
                    inner.push_back(set ? std::nan("")
                                        : fold(model_, argument, locals).value_or(std::nan("")));
                }
                add_reads(model_.at(expression.definition).body, inner, done, nodes, depth + 1);
            } else if (expression.kind == ExpressionKind::Call) {
                for (const StateId state :
                     context_.definitions[expression.definition.index].reads.states) {
                    if (!done[state.index]) nodes.insert({state.index, kAll});
                }
            }
        });
    }

    std::vector<Node> successors(Node node, const std::vector<bool>& done) {
        std::vector<Node> found;
        const State& state = model_.states[node.state];
        if (node.cell == kAll) {
            for (std::uint32_t i = 0; i < state.cells.size(); ++i) {
                if (state.cells[i].initial.exists()) found.push_back({node.state, i});
            }
            return found;
        }
        const Cell& cell = state.cells[node.cell];
        if (!cell.initial.exists()) return found;
        std::set<Node> nodes;
        add_reads(cell.initial, cell.bindings, done, nodes, 0);
        for (const Value& value : altered_[StateId{node.state}][node.cell])
            add_reads(value.expression, value.bindings, done, nodes, 0);
        return {nodes.begin(), nodes.end()};
    }

    std::string name_of(Node node) const {
        const State& state = model_.states[node.state];
        if (node.cell == kAll || state.indices.empty()) return state.name;
        const Tuple tuple = cell_tuple(model_, state, node.cell);
        std::string text = state.name + "(";
        for (std::size_t i = 0; i < tuple.size(); ++i) {
            text += (i == 0 ? "" : ", ") + model_.at(state.indices[i]).members[tuple[i]].name;
        }
        return text + ")";
    }

    /// Visits the cells of the states that are not done, depth first; a cell on the way twice is a
    /// circle.
    void order_cells(const std::vector<bool>& done) {
        enum class Color { White, Grey, Black };
        std::map<Node, Color> colors;
        struct Visit {
            Node node;
            std::vector<Node> rest;
        };
        for (std::uint32_t state = 0; state < model_.states.size(); ++state) {
            if (done[state]) continue;
            for (std::uint32_t cell = 0; cell < model_.states[state].cells.size(); ++cell) {
                std::vector<Visit> path;
                const auto enter = [&](Node node) {
                    colors[node] = Color::Grey;
                    std::vector<Node> next = successors(node, done);
                    std::reverse(next.begin(), next.end());
                    path.push_back({node, std::move(next)});
                };
                if (model_.states[state].cells[cell].initial.exists() &&
                    colors[{state, cell}] == Color::White) {
                    enter({state, cell});
                }
                while (!path.empty()) {
                    if (path.back().rest.empty()) {
                        const Node node = path.back().node;
                        colors[node] = Color::Black;
                        if (node.cell != kAll)
                            model_.initial_order.push_back({StateId{node.state}, node.cell});
                        path.pop_back();
                        continue;
                    }
                    const Node next = path.back().rest.back();
                    path.back().rest.pop_back();
                    const Color color = colors[next];
                    if (color == Color::White) {
                        enter(next);
                    } else if (color == Color::Grey) {
                        std::string chain;
                        bool inside = false;
                        for (const Visit& visit : path) {
                            inside |= visit.node == next;
                            if (inside && visit.node.cell != kAll)
                                chain += name_of(visit.node) + " reads ";
                        }
                        if (chain.size() > 200) chain = chain.substr(0, 200) + " … reads ";
                        const Node at = path.back().node;
                        const State& reader = model_.states[at.state];
                        const Span span =
                            at.cell == kAll ? reader.span : reader.cells[at.cell].span;
                        context_.error(
                            kInitialCycle, span,
                            fmt::format("the initial value of {} comes to depend on itself",
                                        name_of(next)),
                            chain + name_of(next));
                        return;
                    }
                }
            }
        }
    }

    Context& context_;
    Model& model_;
    std::map<StateId, std::map<std::uint32_t, std::vector<Value>>> altered_;
};

}  // namespace

void order_initial_state(Context& context) { InitialOrder(context).order(); }

}  // namespace jonbar
