// What a scenario costs to run, as text and as JSON.

#include <fmt/format.h>

#include <functional>
#include <string>

#include "jonbar/report.h"
#include "report/json_parts.h"
#include "report/layout.h"
#include "report/page.h"

namespace jonbar {

namespace {

constexpr int kNameWidth = 32, kValueWidth = 12;

/// A line of the table of programs: what it tells, and how it prints.
struct Row {
    const char* name;
    std::function<std::string(const ProgramCost&)> value;
};

const std::vector<Row>& program_rows() {
    static const std::vector<Row> rows = {
        {"instructions before the start",
         [](const ProgramCost& cost) { return grouped(cost.start_instructions); }},
        {"instructions a step",
         [](const ProgramCost& cost) { return grouped(cost.step_instructions); }},
        {"columns of numbers", [](const ProgramCost& cost) { return grouped(cost.state_numbers); }},
        {"columns of truths", [](const ProgramCost& cost) { return grouped(cost.state_truths); }},
        {"scratch columns of numbers",
         [](const ProgramCost& cost) { return grouped(cost.scratch_numbers); }},
        {"scratch columns of truths",
         [](const ProgramCost& cost) { return grouped(cost.scratch_truths); }},
        {"bytes a history",
         [](const ProgramCost& cost) { return short_number(cost.history_size); }},
        {"words of noise before the start",
         [](const ProgramCost& cost) { return grouped(cost.start_words); }},
        {"words of noise a step", [](const ProgramCost& cost) { return grouped(cost.step_words); }},
        {"memory a thread works in",
         [](const ProgramCost& cost) { return size_text(cost.thread_size); }},
    };
    return rows;
}

}  // namespace

std::string to_text(const CostAnswer& answer, const TextOptions& options) {
    constexpr std::size_t kParts = 4;
    Page page(options);
    page.line(fmt::format("{}{}{}   {} steps", page.style.bold, answer.title, page.style.off,
                          grouped(answer.steps)));
    std::string heading = "  " + pad("Programs", kNameWidth);
    for (const ProgramCost& program : answer.programs)
        heading += pad_left(program.question, kValueWidth);
    page.heading(heading);
    for (const Row& row : program_rows()) {
        std::string line = "  " + pad(row.name, kNameWidth);
        for (const ProgramCost& program : answer.programs)
            line += pad_left(row.value(program), kValueWidth);
        page.line(line);
    }
    if (answer.island_size > 0) {
        page.line(
            "  " +
            pad(fmt::format("an island of {} particles", grouped(answer.island_size)), kNameWidth) +
            pad_left(size_text(answer.island_memory), kValueWidth));
    }
    if (answer.snapshot_memory > 0) {
        page.line("  " + pad("snapshots for worlds, a thread", kNameWidth) +
                  pad_left(size_text(answer.snapshot_memory), kValueWidth));
    }
    page.heading(
        "  " + pad("Memory of questions", kNameWidth) +
        pad_left(fmt::format("{} thread{}", answer.threads, answer.threads == 1 ? "" : "s"),
                 kValueWidth) +
        pad_left("one thread", kValueWidth));
    for (const MemoryEstimate& question : answer.questions) {
        page.line("  " + pad(question.question, kNameWidth) +
                  pad_left(size_text(question.size), kValueWidth) +
                  pad_left(size_text(question.with_one), kValueWidth));
        std::size_t shown = 0;
        for (const MemoryPart& part : question.parts) {
            if (shown++ == kParts && !options.all) break;
            page.line(fmt::format("    {}{} {}{}", page.style.dim,
                                  pad_left(size_text(part.size), 8), part.what, page.style.off));
        }
    }
    page.line("");
    page.line(fmt::format("{} are free.", size_text(answer.available)));
    return page.take();
}

std::string to_json(const CostAnswer& answer) {
    Json programs = Json::object();
    for (const ProgramCost& one : answer.programs) {
        programs[one.question] = {{"start_instructions", one.start_instructions},
                                  {"step_instructions", one.step_instructions},
                                  {"state_numbers", one.state_numbers},
                                  {"state_truths", one.state_truths},
                                  {"scratch_numbers", one.scratch_numbers},
                                  {"scratch_truths", one.scratch_truths},
                                  {"history_bytes", json_number(one.history_size)},
                                  {"start_words", one.start_words},
                                  {"step_words", one.step_words},
                                  {"thread_bytes", one.thread_size}};
    }
    Json questions = Json::object();
    for (const MemoryEstimate& one : answer.questions) {
        Json parts = Json::array();
        for (const MemoryPart& part : one.parts)
            parts.push_back({{"what", part.what}, {"bytes", part.size}});
        questions[one.question] = {
            {"bytes", one.size}, {"bytes_with_one_thread", one.with_one}, {"parts", parts}};
    }
    Json json = {{"scenario", answer.scenario},
                 {"title", answer.title},
                 {"steps", answer.steps},
                 {"threads", answer.threads},
                 {"available_bytes", answer.available}};
    if (answer.island_size > 0) {
        json["island_size"] = answer.island_size;
        json["island_bytes"] = answer.island_memory;
    }
    if (answer.snapshot_memory > 0) json["snapshot_bytes"] = answer.snapshot_memory;
    json["programs"] = programs;
    json["questions"] = questions;
    return json_text(json);
}

}  // namespace jonbar
