// Answers as they are written: JSON, and each refusal with its status.

#pragma once

#include <httplib.h>

#include <exception>
#include <nlohmann/json.hpp>
#include <string>

#include "serve/laboratory.h"

namespace jonbar::serve {

inline constexpr const char* kJson = "application/json";
inline constexpr const char* kQuestions = "/api/questions/";

void send(httplib::Response& response, const nlohmann::ordered_json& answer, int status = 200);
void send_error(httplib::Response& response, int status, const std::string& message);

/// Refuses what another time may be answered, and says when to come again.
void send_busy(httplib::Response& response, int status, const std::string& message);

/// Tells under which address a question is listened to.
void send_ticket(httplib::Response& response, const Ticket& ticket);

/// Turns what a handler throws into an answer.
void send_exception(httplib::Response& response, const std::exception_ptr& thrown);

/// Reads JSON that is not nested so deep that reading it would take the stack. Throws WrongRequest.
nlohmann::json parse_body(const std::string& body);

}  // namespace jonbar::serve
