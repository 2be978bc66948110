#include "interface/solve_majority.h"

#include <fmt/format.h>

#include "jonbar/questions.h"

namespace jonbar {

politics::Majority asked_majority(const std::string& text) {
    const auto majority = politics::read_majority(text);
    if (!majority) {
        throw QuestionError(
            fmt::format("the majority \"{}\" is not a fraction, as 2/3 or 0.6, of at least 1/2 and "
                        "below 1",
                        text));
    }
    return *majority;
}

std::string majority_text(const politics::Majority& majority) {
    return fmt::format("{}/{}", majority.numerator, majority.denominator);
}

}  // namespace jonbar
