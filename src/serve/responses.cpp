#include "serve/responses.h"

#include "jonbar/play.h"
#include "jonbar/scenario.h"
#include "report/findings_json.h"
#include "serve/plays.h"
#include "serve/reader.h"

namespace jonbar::serve {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t kJsonDepthMax = 16;

/// Tells whether an error is of what was asked, not of the server.
bool is_refusal(const std::exception& error) {
    return dynamic_cast<const QuestionError*>(&error) != nullptr ||
           dynamic_cast<const HistoryError*>(&error) != nullptr ||
           dynamic_cast<const SavedPlayError*>(&error) != nullptr ||
           dynamic_cast<const RecordError*>(&error) != nullptr ||
           dynamic_cast<const DegenerateError*>(&error) != nullptr;
}

}  // namespace

void send(httplib::Response& response, const ordered_json& answer, int status) {
    response.status = status;
    response.set_content(answer.dump(2, ' ', false, json::error_handler_t::replace) + "\n", kJson);
}

void send_error(httplib::Response& response, int status, const std::string& message) {
    send(response, {{"error", message}}, status);
}

void send_busy(httplib::Response& response, int status, const std::string& message) {
    response.set_header("Retry-After", "2");
    send_error(response, status, message);
}

void send_ticket(httplib::Response& response, const Ticket& ticket) {
    send(response,
         {{"id", ticket.id},
          {"events", kQuestions + ticket.id + "/events"},
          {"known", ticket.known},
          {"joined", ticket.joined}},
         202);
}

json parse_body(const std::string& body) {
    const auto shallow = [](int depth, json::parse_event_t, json&) {
        if (depth > static_cast<int>(kJsonDepthMax))
            throw WrongRequest("the JSON is nested too deep");
        return true;
    };
    json sent = json::parse(body, shallow, false);
    if (sent.is_discarded()) throw WrongRequest("the body is not JSON");
    return sent;
}

void send_exception(httplib::Response& response, const std::exception_ptr& thrown) {
    try {
        std::rethrow_exception(thrown);
    } catch (const WrongRequest& error) {
        send_error(response, 400, error.what());
    } catch (const Busy& error) {
        send_busy(response, 429, error.what());
    } catch (const ScenarioError& error) {
        send(response,
             {{"error", error.what()},
              {"kind", "scenario"},
              {"findings", findings_json(error.findings)}},
             422);
    } catch (const UnknownPlay& error) {
        send_error(response, 404, error.what());
    } catch (const OtherPlace& error) {
        send_error(response, 409, error.what());
    } catch (const StoppedError&) {
        send_busy(response, 503, "it took longer than it may, or the server stops");
    } catch (const std::exception& error) {
        send_error(response, is_refusal(error) ? 422 : 500, error.what());
    }
}

}  // namespace jonbar::serve
