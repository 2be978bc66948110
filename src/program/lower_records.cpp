// What histories remember of declarations, and what a run counts of them.

#include <algorithm>

#include "program/lowering.h"

namespace jonbar::program {

std::uint32_t Lowering::instance_count(const Declaration& declaration) const {
    return cells_of(declaration.indices);
}

/// Returns "dies(lenin)" for an instance, or an empty text for a row that is none (an unordered
/// pair is counted once).
std::string Lowering::instance_label(const Declaration& declaration, std::uint32_t row) const {
    std::string text =
        declaration.module.empty() ? declaration.name : declaration.module + ":" + declaration.name;
    std::vector<std::uint32_t> tuple(declaration.indices.size());
    for (std::size_t i = tuple.size(); i-- > 0;) {
        tuple[i] = row % size_of(declaration.indices[i]);
        row /= size_of(declaration.indices[i]);
    }
    if (declaration.unordered && tuple[0] >= tuple[1]) {
        return {};
    }
    for (std::size_t i = 0; i < tuple.size(); ++i) {
        text += (i == 0 ? "(" : ", ") + model_.at(declaration.indices[i]).members[tuple[i]].name;
    }
    return tuple.empty() ? text : text + ")";
}

Operand Lowering::counter(Counter counter) {
    const auto base = static_cast<std::uint32_t>(draft_.program.counters.size());
    draft_.program.counters.push_back(std::move(counter));
    return {.place = Place::Counter, .shape = 0, .base = base};
}

void Lowering::tally(Operand counter, Operand mask) {
    if (!options_.tallies) {
        return;
    }
    Instruction made;
    made.op = Op::Tally;
    made.a = counter;
    made.mask = mask;
    emit(made);
}

/// Notes in the state truth `ever`, and counts if asked, that the masked lanes came here.
void Lowering::tally_ever(Operand counter, Operand ever, Operand mask) {
    if (!options_.tallies) {
        store(ever, constant(1), mask);
        return;
    }
    Instruction made;
    made.op = Op::TallyEver;
    made.out = ever;
    made.a = counter;
    made.mask = mask;
    emit(made);
}

/// Lays out the record of a declaration. Columns that nobody reads are taken out later.
void Lowering::make_record(DeclarationId id) {
    const Declaration& declaration = model_.at(id);
    RecordInfo& info = records_[id.index];
    const std::uint32_t count = instance_count(declaration);
    const auto block = [&](Place place, std::uint32_t size, double initial) {
        const Operand first = draft_.columns(place, size);
        if (initial != 0) {
            loop(size, [&](Operand i) { store(draft_.moved(first, i, 1), constant(initial), {}); });
        }
        return first;
    };
    info.ran = block(Place::StateTruth, count, 0);
    info.on = block(Place::StateNumber, count, kNoDate);
    info.times = block(Place::StateNumber, count, 0);
    info.slot_first = {0};
    if (declaration.kind == DeclarationKind::Vote) {
        info.carried = block(Place::StateTruth, count, 0);
        info.held = block(Place::StateNumber, count, kNoDate);
        info.margin = block(Place::StateNumber, count, 0);
    }
    if (!declaration.options.empty()) {
        for (const Option& option : declaration.options) {
            const std::uint32_t slots =
                option.over == kNoLocal
                    ? 1
                    : size_of(model_.at(declaration.frame).locals[option.over].type.domain);
            info.slot_first.push_back(info.slot_first.back() + slots);
        }
        info.slot = block(Place::StateNumber, count, kNobody);
        if (options_.tallies) {
            info.option_ran = block(Place::StateTruth, count * info.slot_first.back(), 0);
        }
    }
    if (options_.tallies) {
        make_counters(id);
    }
    if (options_.first_dates) {
        make_first_dates(id);
    }
}

/// Makes the columns of when an event, a vote or an option first came. What runs once tells it by
/// its record.
void Lowering::make_first_dates(DeclarationId id) {
    const Declaration& declaration = model_.at(id);
    RecordInfo& info = records_[id.index];
    if (declaration.kind == DeclarationKind::Rule) {
        return;
    }
    const std::uint32_t width = std::max(info.slot_first.back(), 1U);
    const std::uint32_t count = instance_count(declaration);
    Operand first = info.on;
    if (!declaration.options.empty() || !runs_once(declaration)) {
        first = draft_.columns(Place::StateNumber, count * width);
        loop(count * width,
             [&](Operand i) { store(draft_.moved(first, i, 1), constant(kNoDate), {}); });
        info.first = first;
    }
    std::vector<std::string> options = {""};
    if (!declaration.options.empty()) {
        options = option_labels(declaration, info);
    }
    for (std::uint32_t row = 0; row < count; ++row) {
        const std::string label = instance_label(declaration, row);
        for (std::uint32_t slot = 0; slot < width && !label.empty(); ++slot) {
            Operand column = first;
            column.base += row * width + slot;
            draft_.program.first_dates.push_back({.kind = declaration.kind,
                                                  .name = label,
                                                  .option = options[slot],
                                                  .column = column});
        }
    }
}

/// Notes that something came in the masked lanes, if it is the first time.
void Lowering::note_first(Operand column, Operand mask) {
    store(column, now(), both(mask, truth(Op::Equal, column, constant(kNoDate))));
}

/// Returns the names of a decision's options, slot by slot: "strike_at(trotsky)"; of an election
/// those of who may be elected.
std::vector<std::string> Lowering::option_labels(const Declaration& declaration,
                                                 const RecordInfo& info) const {
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < declaration.options.size(); ++i) {
        const Option& option = declaration.options[i];
        const std::uint32_t slots = info.slot_first[i + 1] - info.slot_first[i];
        for (std::uint32_t slot = 0; slot < slots; ++slot) {
            std::string name = option.name;
            if (option.over != kNoLocal) {
                const DomainId domain =
                    model_.at(declaration.frame).locals[option.over].type.domain;
                const std::string& member = model_.at(domain).members[slot].name;
                name = is_election(declaration) ? member : name + "(" + member + ")";
            }
            labels.push_back(std::move(name));
        }
    }
    return labels;
}

void Lowering::make_counters(DeclarationId id) {
    const Declaration& declaration = model_.at(id);
    RecordInfo& info = records_[id.index];
    const std::uint32_t count = instance_count(declaration);
    const bool procedure = declaration.timing.kind == TimingKind::Procedure;
    std::vector<std::string> labels;
    for (std::uint32_t row = 0; row < count; ++row) {
        labels.push_back(instance_label(declaration, row));
    }
    const auto block = [&](CounterKind kind) {
        Operand first;
        for (const std::string& label : labels) {
            const Operand made = counter({.kind = kind,
                                          .declaration = declaration.kind,
                                          .name = label,
                                          .option = {},
                                          .procedure = procedure,
                                          .span = declaration.span});
            first = first.exists() ? first : made;
        }
        return first;
    };
    const bool vote = declaration.kind == DeclarationKind::Vote;
    info.ran_histories = block(vote ? CounterKind::VoteHeldHistories : CounterKind::EventHistories);
    info.ran_times = block(vote ? CounterKind::VoteHeld : CounterKind::EventTimes);
    if (vote) {
        info.carried_histories = block(CounterKind::VoteCarriedHistories);
        info.carried_times = block(CounterKind::VoteCarried);
    }
    if (declaration.options.empty()) {
        return;
    }
    const std::vector<std::string> options_of = option_labels(declaration, info);
    const auto options = [&](CounterKind kind) {
        Operand first;
        for (const std::string& label : labels) {
            for (std::size_t i = 0; i < declaration.options.size(); ++i) {
                for (std::uint32_t slot = info.slot_first[i]; slot < info.slot_first[i + 1];
                     ++slot) {
                    const Operand made = counter({.kind = kind,
                                                  .declaration = declaration.kind,
                                                  .name = label,
                                                  .option = options_of[slot],
                                                  .procedure = procedure,
                                                  .span = declaration.options[i].span});
                    first = first.exists() ? first : made;
                }
            }
        }
        return first;
    };
    info.option_histories = options(CounterKind::OptionHistories);
    info.option_times = options(CounterKind::OptionTimes);
}

/// Returns the column, or the first of `width`, of the instance that a scope runs.
Operand Lowering::instance_column(DeclarationId id, Operand first, const Scope& scope,
                                  std::uint32_t width) {
    return address(first, width, model_.at(id).indices, scope.locals).base;
}

void Lowering::store_record(DeclarationId id, Operand first, const Scope& scope, Operand value,
                            Operand mask) {
    store(instance_column(id, first, scope), value, mask);
    if (model_.at(id).unordered) {
        // Both orders of the pair, so that a query need not sort.
        std::vector<Value> turned = scope.locals;
        std::swap(turned[0], turned[1]);
        store(address(first, 1, model_.at(id).indices, turned).base, value, mask);
    }
}

/// Records that the instance of a scope runs in the masked lanes.
void Lowering::write_record(DeclarationId id, const Scope& scope, const Plan& plan, Operand mask) {
    const Declaration& declaration = model_.at(id);
    const RecordInfo& info = records_[id.index];
    const auto counted = [&](Operand block) {
        return options_.tallies ? instance_column(id, block, scope) : Operand{};
    };
    tally(counted(info.ran_times), mask);
    tally_ever(counted(info.ran_histories), instance_column(id, info.ran, scope), mask);
    if (declaration.unordered) {
        store_record(id, info.ran, scope, constant(1), mask);
    }
    Operand told = mask;
    if (declaration.kind == DeclarationKind::Vote) {
        store_record(id, info.held, scope, now(), mask);
        store_record(id, info.margin, scope, plan.margin, mask);
        told = both(mask, plan.carried);
        tally(counted(info.carried_times), told);
        tally_ever(counted(info.carried_histories), instance_column(id, info.carried, scope), told);
        if (declaration.unordered) {
            store_record(id, info.carried, scope, constant(1), told);
        }
    }
    store_record(id, info.on, scope, now(), told);
    if (info.first.exists() && declaration.options.empty()) {
        note_first(instance_column(id, info.first, scope), told);
    }
    const Operand times = instance_column(id, info.times, scope);
    store_record(id, info.times, scope, number(Op::Add, times, constant(1)), told);
    if (!declaration.options.empty()) {
        store_record(id, info.slot, scope, plan.slot, told);
    }
}

Value Lowering::query(const Expression& e, const Scope& scope, Operand mask) {
    const Declaration& declaration = model_.at(e.declaration);
    const RecordInfo& info = records_[e.declaration.index];
    const std::vector<Value> at = evaluate_all(e.args, scope, mask);
    const auto read = [&](Operand first, const Type& type) {
        return load(address(first, 1, declaration.indices, at), type, 1).operand;
    };

    const Type date{.base = BaseType::Date, .domain = {}, .optional = true, .set = false};
    const Type plain;
    switch (e.query) {
        case PastQuery::Happened:
            return {read(declaration.kind == DeclarationKind::Vote ? info.carried : info.ran,
                         kTruthType)};
        case PastQuery::On:
            return {read(info.on, date)};
        case PastQuery::Since: {
            const Operand on = read(info.on, date);
            const Operand length = number(Op::Subtract, now(), on);
            return {number(Op::Select, is_some(date, on), length, constant(kNoDate))};
        }
        case PastQuery::Times:
            return {read(info.times, plain)};
        case PastQuery::Chose: {
            const Type slot{.base = BaseType::Member, .domain = {}, .optional = true, .set = false};
            const Operand last = read(info.slot, slot);
            const double first = info.slot_first[e.option];
            if (at.size() == declaration.indices.size()) {
                return {truth(Op::Equal, last, constant(first))};
            }
            const Operand entity = at.back().operand;
            const Operand wanted = number(Op::Add, entity, constant(first));
            return {truth(Op::And, truth(Op::LessEqual, constant(0), entity),
                          truth(Op::Equal, last, wanted))};
        }
        case PastQuery::Held:
            return {read(info.held, date)};
        case PastQuery::Margin:
            return {read(info.margin, plain)};
    }
    return {};
}

}  // namespace jonbar::program
