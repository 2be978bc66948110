#include "report/json_parts.h"

#include <cmath>

namespace jonbar {

Json json_number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json json_estimate(const Estimate& estimate) {
    return {{"p", json_number(estimate.value)},
            {"low", json_number(estimate.low)},
            {"high", json_number(estimate.high)}};
}

const char* kind_name(AnswerKind kind) {
    switch (kind) {
        case AnswerKind::Truth:
            return "truth";
        case AnswerKind::Number:
            return "number";
        case AnswerKind::Choice:
            return "choice";
        case AnswerKind::Date:
            return "date";
    }
    return "";
}

std::string json_text(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace jonbar
