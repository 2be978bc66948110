// Who may ask: the token, the host that the client believes to talk to, and the page that sent it.
//
// On the loopback interface any program of the machine may ask, but no web page of another site: a
// page that resolves its own name to this address sends that name as host, and one that posts from
// elsewhere sends its origin. Where others can connect, a token is asked for as well.

#pragma once

#include <string>
#include <string_view>

#include "serve/options.h"

namespace jonbar::serve {

/// Tells whether only this machine can connect to an address.
bool is_loopback(const std::string& host);

/// Compares in a time that does not depend on where they differ.
bool same_secret(std::string_view given, std::string_view secret);

/// What of a request tells who sends it; empty where the header is missing.
struct Credentials {
    std::string host{}, origin{}, fetch_site{}, authorization{}, cookie{};
};

class Admission {
  public:
    /// Throws QuestionError where others can connect and there is no token.
    explicit Admission(const ServeOptions& options);

    enum class Verdict { Welcome, WrongHost, WrongOrigin, NoToken };
    [[nodiscard]] Verdict judge(const Credentials& given) const;

    /// Tells whether a token given in the address is right.
    [[nodiscard]] bool opens(std::string_view token) const;

    /// The cookie by which a browser that gave the token is known, "name=value".
    [[nodiscard]] const std::string& cookie() const { return cookie_; }

  private:
    [[nodiscard]] bool is_our_host(const std::string& host) const;

    const ServeOptions& options_;
    std::string cookie_;
};

}  // namespace jonbar::serve
