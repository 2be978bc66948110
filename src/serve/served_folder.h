// A folder of scenarios that is served to a test, and the test as its client.

#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "base/scratch_folder.h"
#include "serve/serve.h"

namespace jonbar::serve {

struct Heard {
    std::vector<std::string> names;
    std::string last;  // data of the last event

    [[nodiscard]] nlohmann::json answer() const { return nlohmann::json::parse(last); }
};

class ServedFolder : public testing::Test {
  protected:
    ServedFolder() {
        options_.folder = (base_ / "dir").string();
        options_.port = 0;
        options_.threads = 1;
        options_.connections = 16;
        options_.request_seconds = 2;
        options_.request_size_max = 1U << 16U;
    }
    /// Writes beside the served folder, which is "dir".
    void write(const std::string& name, const std::string& text) { scratch_.write(name, text); }

    void start() {
        server_ = std::make_unique<Server>(options_);
        server_->start();
    }

    [[nodiscard]] httplib::Client client() const {
        httplib::Client made("127.0.0.1", server_->port());
        made.set_read_timeout(20);
        return made;
    }

    struct Answer {
        int status = 0;
        nlohmann::json body;
        httplib::Headers headers;
    };
    static Answer read(const httplib::Result& result) {
        if (!result) return {};
        return {result->status, nlohmann::json::parse(result->body, nullptr, false),
                result->headers};
    }
    [[nodiscard]] Answer get(const std::string& path, const httplib::Headers& headers = {}) const {
        return read(client().Get(path, headers));
    }
    [[nodiscard]] Answer post(const std::string& path, const std::string& body,
                              const httplib::Headers& headers = {},
                              const char* type = "application/json") const {
        return read(client().Post(path, headers, body, type));
    }
    [[nodiscard]] Answer ask(const std::string& kind,
                             const nlohmann::json& options = nlohmann::json::object(),
                             const std::string& scenario = "small.jon") const {
        const nlohmann::json sent = {{"scenario", scenario}, {"kind", kind}, {"options", options}};
        return post("/api/questions", sent.dump());
    }

    /// Listens to a question until it ends.
    [[nodiscard]] Heard listen(const std::string& id) const {
        std::string text;
        client().Get("/api/questions/" + id + "/events", [&](const char* bytes, std::size_t size) {
            text.append(bytes, size);
            return true;
        });
        Heard heard;
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) {
            if (line.rfind("event: ", 0) == 0) {
                heard.names.push_back(line.substr(7));
                heard.last.clear();
            } else if (line.rfind("data: ", 0) == 0) {
                heard.last += line.substr(6) + "\n";
            }
        }
        return heard;
    }
    [[nodiscard]] Heard hear(const std::string& kind,
                             const nlohmann::json& options = nlohmann::json::object()) const {
        const Answer asked = ask(kind, options);
        EXPECT_EQ(asked.status, 202) << asked.body;
        return asked.status == 202 ? listen(asked.body.at("id")) : Heard{};
    }

    [[nodiscard]] int raw_socket() const {
        const int one = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(static_cast<std::uint16_t>(server_->port()));
        inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
        if (connect(one, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) return -1;
        timeval patience{10, 0};
        setsockopt(one, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        return one;
    }
    /// Sends bytes and returns all that comes back until the server closes.
    [[nodiscard]] std::string raw(const std::string& bytes) const {
        const int one = raw_socket();
        send(one, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        return received(one);
    }
    /// Returns all that comes until the server closes.
    static std::string received(int one) {
        std::string all;
        char buffer[4096];
        for (ssize_t got = 0; (got = recv(one, buffer, sizeof buffer, 0)) > 0;)
            all.append(buffer, static_cast<std::size_t>(got));
        close(one);
        return all;
    }

    const base::ScratchFolder scratch_;
    const std::filesystem::path& base_ = scratch_.path();
    ServeOptions options_;
    std::unique_ptr<Server> server_;
};

}  // namespace jonbar::serve
