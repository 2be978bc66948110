#pragma once
// The generator behind generate.h: a stream of choices, and a function for each part of the grammar
// that returns text.

#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/dates.h"
#include "tests/reference/generate.h"

namespace jonbar::reference {

/// What the text at some place may name.
struct Names {
    std::vector<std::string> people = {};  // expressions that are a person: entities and locals
    std::vector<std::string> places = {};
    std::vector<std::string> numbers = {};  // locals that are real
    bool drawing = false;                   // in a body, where `draw` may stand
    bool history = true;                    // the past may be asked
    bool calling = true;                    // definitions may be called
};

/// A declaration that stands above.
struct Earlier {
    enum class Kind { Event, Procedure, Decision, Vote, Election, Rule };
    Kind kind = Kind::Event;
    std::string name;
    bool of_person = false;  // a family over person
    std::vector<std::string> options;
    bool fired = false;  // something fires it already
    bool chance = false;
    std::vector<std::int64_t> due = {};  // the steps of its dates, where they are constant
};

class Generator {
  public:
    Generator(std::uint64_t seed, const GenerateOptions& options)
        : random_(seed),
          risky_(options.risky),
          natives_(options.natives),
          faulty_natives_(options.natives && options.risky) {}

    std::string scenario();
    /// Returns facts for the scenario that was made: of no declaration two, so that they do not
    /// exclude each other.
    std::string record();
    /// Returns what-ifs and causes for it.
    std::string questions();
    std::string module();

  private:
    // Choices.
    std::uint64_t below(std::uint64_t count) { return random_() % count; }
    bool one_in(std::uint64_t count) { return below(count) == 0; }
    std::string one_of(const std::vector<std::string>& choices) {
        return choices[below(choices.size())];
    }
    std::string decimal(double low, double high);
    std::string fresh(std::string_view stem) {
        return std::string(stem) + std::to_string(next_name_++);
    }

    // generate_world.cpp: things, state, params, definitions
    std::string header();
    std::string things();
    std::string state();
    std::string distribution();
    std::string points();
    std::string params();
    std::string definitions();
    std::string initial_state();
    std::string outcomes();
    std::string date_of(std::int64_t step);
    std::string step_date();
    std::string duration(int steps);

    // generate_expressions.cpp
    std::string person(const Names& names) { return one_of(names.people); }
    std::string place(const Names& names) { return one_of(names.places); }
    std::string colour();
    std::string colour_of(const Names& names);
    std::string people(int depth, Names names);
    std::string condition(int depth, Names names);
    std::string real(int depth, Names names);
    std::string leaf(const Names& names);
    std::string function(int depth, const Names& names);
    std::string aggregate(int depth, Names names);
    std::string record(const Names& names);
    std::string asked_of(const Earlier& earlier, const Names& names);
    std::string optional_person(int depth, const Names& names);
    std::string small(int depth, const Names& names);

    // generate_natives.cpp
    std::string strength_of(int depth, const Names& names);
    std::string members(int depth, Names& names, bool some);
    std::string bar(const Names& names);
    std::string native_set(int depth, const Names& names);
    std::string native_number(int depth, const Names& names);

    // generate_declarations.cpp
    std::string statements(int depth, Names& names, int count);
    std::string statement(int depth, Names& names);
    std::string assignment(int depth, Names& names);
    std::string together(int depth, Names names);
    std::string fire(const Names& names);
    std::string timing(bool once_only);
    std::string declaration();
    std::string event();
    std::string pairs();
    std::string race();
    std::string rule();
    std::string procedure();
    std::string decision();
    std::string vote();
    std::string election();
    Names names_in_body(bool family);

    // generate_record.cpp
    std::string fact_of(const Earlier& earlier);
    std::string condition_fact();
    std::string measure();
    std::string window(std::vector<std::int64_t> due, bool one_step);
    std::string range(std::vector<std::int64_t> due);

    // generate_questions.cpp
    struct Written {
        std::string place, value;
    };
    Written written(bool at_start);
    std::string intervention();
    std::string span_of_steps();
    std::string instance_of(const Earlier& earlier);
    std::string causes();

    std::mt19937_64 random_;
    bool risky_;
    bool natives_, faulty_natives_;
    int next_name_ = 0;
    int people_count_ = 0, place_count_ = 0, colour_count_ = 0;
    Calendar calendar_;
    std::vector<std::string> entities_, places_, colours_;
    std::vector<std::string> params_;
    std::vector<std::string> plain_definitions_, definitions_of_person_, conditions_of_person_;
    std::vector<Earlier> earlier_;
    std::vector<std::int64_t> dates_;  // the steps that the declaration being written names
    std::vector<std::string> fired_;   // what the declaration being written fires
    bool picks_ = false;               // and whether it picks
    std::set<std::string> held_;       // places
};

}  // namespace jonbar::reference
