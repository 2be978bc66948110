#include "serve/admission.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "jonbar/questions.h"
#include "serve/laboratory.h"

namespace jonbar::serve {

namespace {

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
    return text;
}

bool is_address(const std::string& host) {
    std::array<unsigned char, 16> bytes{};
    return inet_pton(AF_INET, host.c_str(), bytes.data()) == 1 ||
           inet_pton(AF_INET6, host.c_str(), bytes.data()) == 1;
}

/// Returns the host of a Host header without its port and brackets; empty where it is none.
std::string name_of(const std::string& header) {
    std::string name = header, port;
    if (!header.empty() && header.front() == '[') {
        const std::size_t end = header.find(']');
        if (end == std::string::npos) return "";
        name = header.substr(1, end - 1);
        port = header.substr(end + 1);
    } else if (const std::size_t colon = header.find(':'); colon != std::string::npos) {
        name = header.substr(0, colon);
        port = header.substr(colon);
    }
    const bool right = port.empty() || (port.size() > 1 && port.size() <= 6 && port[0] == ':' &&
                                        port.find_first_not_of("0123456789", 1) == port.npos);
    return right ? lower(name) : "";
}

bool holds_cookie(std::string_view header, std::string_view cookie) {
    bool found = false;
    while (!header.empty()) {
        const std::size_t end = std::min(header.find(';'), header.size());
        std::string_view one = header.substr(0, end);
        while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
        found = same_secret(one, cookie) || found;
        header.remove_prefix(std::min(end + 1, header.size()));
    }
    return found;
}

}  // namespace

bool is_loopback(const std::string& host) {
    return host == "localhost" || host == "::1" || (host.rfind("127.", 0) == 0 && is_address(host));
}

bool same_secret(std::string_view given, std::string_view secret) {
    // Each byte of what was given is looked at, whatever the first ones were.
    unsigned difference = given.size() == secret.size() ? 0 : 1;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const char other = secret.empty() ? '\0' : secret[i % secret.size()];
        difference |= static_cast<unsigned>(static_cast<unsigned char>(given[i])) ^
                      static_cast<unsigned>(static_cast<unsigned char>(other));
    }
    return difference == 0;
}

Admission::Admission(const ServeOptions& options)
    : options_(options), cookie_("jonbar=" + secret(32)) {
    if (options.token.empty() && !is_loopback(options.host)) {
        throw QuestionError("others can connect to " + options.host +
                            ": give them a token, --token TOKEN, or serve this machine alone");
    }
}

bool Admission::is_our_host(const std::string& header) const {
    const std::string host = name_of(header);
    if (host.empty()) return false;
    if (is_loopback(host) || host == lower(options_.host)) return true;
    // No name can be made to mean an address, so an address is what the client meant.
    const bool anywhere = options_.host == "0.0.0.0" || options_.host == "::";
    if (anywhere && is_address(host)) return true;
    return std::any_of(options_.names.begin(), options_.names.end(),
                       [&](const std::string& name) { return lower(name) == host; });
}

bool Admission::opens(std::string_view token) const {
    return !options_.token.empty() && same_secret(token, options_.token);
}

Admission::Verdict Admission::judge(const Credentials& given) const {
    if (!is_our_host(given.host)) return Verdict::WrongHost;
    const bool own_page = given.origin.empty() || given.origin == "http://" + given.host ||
                          given.origin == "https://" + given.host;
    if (!own_page || given.fetch_site == "cross-site") return Verdict::WrongOrigin;
    if (options_.token.empty()) return Verdict::Welcome;
    constexpr std::string_view kBearer = "Bearer ";
    const std::string_view authorization = given.authorization;
    const bool bears = authorization.substr(0, kBearer.size()) == kBearer &&
                       opens(authorization.substr(kBearer.size()));
    const bool known = holds_cookie(given.cookie, cookie_);
    return bears || known ? Verdict::Welcome : Verdict::NoToken;
}

}  // namespace jonbar::serve
