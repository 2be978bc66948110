// Options of `jonbar solve` that are a word out of a few.

#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/nearest.h"
#include "jonbar/questions.h"

namespace jonbar {

template <class T, std::size_t kCount>
using Choices = std::array<std::pair<std::string_view, T>, kCount>;

/// Returns what `word`, given for `option`, stands for. Throws QuestionError for a word that is
/// none of the choices.
template <class T, std::size_t kCount>
T chosen(std::string_view option, const std::string& word, const Choices<T, kCount>& choices) {
    std::vector<std::string> words;
    for (const auto& [choice, value] : choices) {
        if (choice == word) return value;
        words.emplace_back(choice);
    }
    const std::string_view near = nearest_name(word, words);
    throw QuestionError(fmt::format("{} takes one of {}, not \"{}\"{}", option,
                                    fmt::join(words, ", "), word,
                                    near.empty() ? "" : fmt::format("; did you mean {}?", near)));
}

}  // namespace jonbar
