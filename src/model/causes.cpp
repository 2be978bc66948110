// Which causes change the same thing at the same time.

#include <fmt/format.h>

#include <algorithm>

#include "model/fold.h"
#include "model/instances.h"
#include "model/interventions.h"

namespace jonbar {
namespace {

/// What an intervention changes: cells of a state, or instances of a declaration; none named: all.
struct Touched {
    StateId state;
    DeclarationId declaration;
    std::vector<Tuple> which;  // of a state, each one its cell
    std::int64_t first_step = 0, last_step = 0;
    Span span;
};

std::optional<Tuple> constants(const Model& model, const std::vector<ExpressionId>& args) {
    Tuple tuple;
    for (const ExpressionId argument : args) {
        const std::optional<double> member = fold(model, argument);
        if (!member || *member < 0) return std::nullopt;
        tuple.push_back(static_cast<std::uint32_t>(*member));
    }
    return tuple;
}

class Collector {
  public:
    explicit Collector(const Model& model) : model_(model) {}

    std::vector<Touched> collect(const Cause& cause) {
        for (const Intervention& intervention : cause.absent) add(intervention);
        for (const Intervention& intervention : cause.present) add(intervention);
        return std::move(found_);
    }

  private:
    void add(const Intervention& intervention) {
        Touched touched;
        touched.first_step = intervention.first_step;
        touched.last_step = intervention.last_step;
        touched.span = intervention.span;
        switch (intervention.kind) {
            case InterventionKind::Statements:
                add(intervention.body, touched);
                return;
            case InterventionKind::Set:
            case InterventionKind::Hold:
            case InterventionKind::Scale:
            case InterventionKind::Redraw:
                touched.state = intervention.state;
                for (const std::uint32_t cell : intervention.cells) touched.which.push_back({cell});
                break;
            case InterventionKind::Block:
            case InterventionKind::Force:
            case InterventionKind::Choose:
                touched.declaration = intervention.declaration;
                touched.which = intervention.instances;
                break;
        }
        found_.push_back(std::move(touched));
    }

    void add(const std::vector<StatementId>& body, const Touched& when) {
        for (const StatementId id : body) {
            const Statement& statement = model_.at(id);
            add(statement.body, when);
            add(statement.otherwise, when);
            Touched touched = when;
            const std::optional<Tuple> tuple = constants(model_, statement.args);
            if (statement.kind == StatementKind::Assign && statement.state.exists()) {
                touched.state = statement.state;
                if (tuple)
                    touched.which = {{cell_index(model_, model_.at(statement.state), *tuple)}};
            } else if (statement.kind == StatementKind::Fire && statement.declaration.exists()) {
                touched.declaration = statement.declaration;
                if (tuple) {
                    touched.which = {*tuple};
                    if (model_.at(statement.declaration).unordered)
                        std::sort(touched.which[0].begin(), touched.which[0].begin() + 2);
                }
            } else {
                continue;
            }
            found_.push_back(std::move(touched));
        }
    }

    const Model& model_;
    std::vector<Touched> found_;
};

bool meet(const Touched& left, const Touched& right) {
    if (left.state != right.state || left.declaration != right.declaration) return false;
    if (left.last_step < right.first_step || right.last_step < left.first_step) return false;
    if (left.which.empty() || right.which.empty()) return true;
    return std::any_of(left.which.begin(), left.which.end(), [&](const Tuple& one) {
        return std::find(right.which.begin(), right.which.end(), one) != right.which.end();
    });
}

const Touched* find_meeting(const std::vector<Touched>& earlier,
                            const std::vector<Touched>& later) {
    for (const Touched& touched : later) {
        for (const Touched& other : earlier) {
            if (meet(touched, other)) return &touched;
        }
    }
    return nullptr;
}

}  // namespace

void check_causes_apart(Context& context) {
    const Model& model = context.model;
    std::vector<std::vector<Touched>> touched;
    for (const Cause& cause : model.causes) touched.push_back(Collector(model).collect(cause));
    for (std::size_t later = 1; later < touched.size(); ++later) {
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            const Touched* meeting = find_meeting(touched[earlier], touched[later]);
            if (meeting == nullptr) continue;
            const std::string& name = meeting->state.exists() ? model.at(meeting->state).name
                                                              : model.at(meeting->declaration).name;
            const Cause& other = model.causes[earlier];
            context.error(
                kCausesMeet, meeting->span,
                fmt::format("this changes `{}` when the cause `{}` does", name, other.name),
                fmt::format("that is at {}; make one cause of both, or let them act at "
                            "other times or on other things",
                            context.place(other.span)));
            break;
        }
    }
}

}  // namespace jonbar
