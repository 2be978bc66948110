// A question as a client writes it (docs/serving.md), read and checked against the limits.

#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "jonbar/scenario.h"
#include "serve/folder.h"
#include "serve/options.h"
#include "serve/reader.h"

namespace jonbar::serve {

/// The text that a question is about: a file of the folder, or one that the client sent.
struct Subject {
    std::string name;
    std::optional<HeldText> held;
};

enum class QuestionKind { Run, Given, WhatIf, Why, Sensitivity, Tell, Evidence, Without };

struct Question {
    QuestionKind kind = QuestionKind::Run;
    Subject subject;
    std::vector<std::string> settings, interventions, what_ifs, without_causes;
    std::vector<std::string> sources, claims;  // of Without
    std::string outcome, value;                // of Why, Sensitivity
    std::string name;                          // of Evidence
    std::uint64_t seed = 1;
    std::uint64_t histories = 0;           // 0: as many as the kind has by default
    std::optional<std::uint64_t> history;  // of Tell
    ConditioningOptions conditioning;
    bool prior = false, interventional = false, couplings = false, bounds = false;
};

/// Returns which text an object with "scenario" or "text" and "name" means. Throws WrongRequest.
Subject read_subject(const nlohmann::json& object);
Subject read_subject(Reader& reader);

/// Return what questions and games share of their options. Throw WrongRequest.
std::vector<std::string> read_settings(Reader& reader);
ConditioningOptions read_conditioning(Reader& reader, const ServeOptions& limits);

/// Throws WrongRequest.
Question read_question(const nlohmann::json& object, const ServeOptions& options);

/// Returns a text that two questions share only if they have one answer: what was asked, and the
/// texts of all files that the scenario is read from.
std::string key_of(const Question& question, const std::vector<HeldText>& files);

/// How a question is heard while it is computed.
struct Listeners {
    const std::atomic<bool>* stop = nullptr;
    std::function<void(const std::string& what, std::uint64_t done, std::uint64_t all)> progress;
    std::function<void(std::string json)> partial;
};

/// Returns the options by which the subject is compiled.
CompileOptions compile_options(const Question& question, const Folder& folder);
CompileOptions compile_options(const Subject& subject, const Folder& folder);

/// Computes the answer, as JSON, in so many bytes of memory at most (0: what is free). Throws what
/// the questions of the public interface throw.
std::string answer_to(const Question& question, const CompileOptions& compile, int threads,
                      std::uint64_t memory, SampleStore& store, const Listeners& listeners);

}  // namespace jonbar::serve
