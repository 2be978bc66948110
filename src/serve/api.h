// What each address of the server answers (docs/serving.md).

#pragma once

#include <httplib.h>

#include <atomic>
#include <nlohmann/json.hpp>
#include <string>

#include "serve/admission.h"
#include "serve/folder.h"
#include "serve/gate.h"
#include "serve/laboratory.h"
#include "serve/options.h"
#include "serve/play_api.h"
#include "serve/plays.h"

namespace jonbar::serve {

class Api {
  public:
    /// All must outlive it. `closing` tells that the server stops.
    Api(const ServeOptions& options, const Folder& folder, const Admission& admission,
        Gate& compiling, Laboratory& laboratory, Plays& plays, const std::atomic<bool>& closing);

    /// Makes `server` answer.
    void install(httplib::Server& server);

  private:
    using Request = httplib::Request;
    using Response = httplib::Response;

    /// Answers all requests without a body and all that are refused; tells whether it has.
    bool answer_without_body(const Request& request, Response& response);
    bool refuse(const Request& request, Response& response) const;
    bool open_with_token(const Request& request, Response& response) const;
    bool refuse_body(const Request& request, Response& response) const;
    void answer_get(const Request& request, Response& response);
    void answer_post(const Request& request, Response& response);
    void post(const std::string& path, const nlohmann::json& sent, Response& response);
    void send_page(const Request& request, Response& response) const;
    void send_scenarios(Response& response) const;
    void send_text(const Request& request, Response& response) const;
    void send_question(const std::string& id, Response& response);
    void send_events(const std::string& id, Response& response);
    void send_status(Response& response) const;

    const ServeOptions& options_;
    const Folder& folder_;
    const Admission& admission_;
    Gate& compiling_;
    Laboratory& laboratory_;
    Plays& plays_;
    PlayApi play_api_;
    const std::atomic<bool>& closing_;
    std::atomic<int> streams_{0};
};

}  // namespace jonbar::serve
