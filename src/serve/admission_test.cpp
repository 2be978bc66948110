#include "serve/admission.h"

#include <gtest/gtest.h>

#include "jonbar/questions.h"

namespace jonbar::serve {
namespace {

using Verdict = Admission::Verdict;

TEST(AdmissionTest, OthersNeedAToken) {
    ServeOptions options;
    options.host = "0.0.0.0";
    EXPECT_THROW(Admission{options}, QuestionError);
    options.token = "abc";
    EXPECT_NO_THROW(Admission{options});
    EXPECT_TRUE(is_loopback("127.0.0.1"));
    EXPECT_TRUE(is_loopback("127.9.9.9"));
    EXPECT_TRUE(is_loopback("::1"));
    EXPECT_FALSE(is_loopback("127.evil.example"));
    EXPECT_FALSE(is_loopback("192.168.0.1"));
}

TEST(AdmissionTest, SecretsAreComparedWhole) {
    EXPECT_TRUE(same_secret("abc", "abc"));
    EXPECT_FALSE(same_secret("abd", "abc"));
    EXPECT_FALSE(same_secret("ab", "abc"));
    EXPECT_FALSE(same_secret("abcabc", "abc"));
    EXPECT_FALSE(same_secret("", "abc"));
}

TEST(AdmissionTest, HostsAreThisMachine) {
    const ServeOptions options;
    const Admission admission(options);
    for (const char* host :
         {"localhost", "localhost:8465", "127.0.0.1:80", "[::1]:8465", "LOCALHOST"})
        EXPECT_EQ(admission.judge({.host = host}), Verdict::Welcome) << host;
    for (const char* host : {"", "evil.example", "evil.example:8465", "localhost.evil.example",
                             "127.0.0.1.evil.example", "192.168.0.1", "localhost:x", "[::1"})
        EXPECT_EQ(admission.judge({.host = host}), Verdict::WrongHost) << host;
}

TEST(AdmissionTest, NamesAreAddedByTheUser) {
    ServeOptions options;
    options.host = "0.0.0.0";
    options.token = "t";
    options.names = {"Lab.example"};
    const Admission admission(options);
    const auto judge = [&](const char* host) {
        return admission.judge({.host = host, .authorization = "Bearer t"});
    };
    EXPECT_EQ(judge("lab.example:8465"), Verdict::Welcome);
    EXPECT_EQ(judge("192.168.0.7:8465"), Verdict::Welcome);
    EXPECT_EQ(judge("other.example"), Verdict::WrongHost);
}

TEST(AdmissionTest, OriginIsTheServer) {
    const ServeOptions options;
    const Admission admission(options);
    const auto judge = [&](const char* origin, const char* site = "") {
        return admission.judge({.host = "localhost:1", .origin = origin, .fetch_site = site});
    };
    EXPECT_EQ(judge("http://localhost:1"), Verdict::Welcome);
    EXPECT_EQ(judge("http://localhost:2"), Verdict::WrongOrigin);
    EXPECT_EQ(judge("http://evil.example"), Verdict::WrongOrigin);
    EXPECT_EQ(judge("null"), Verdict::WrongOrigin);
    EXPECT_EQ(judge("", "cross-site"), Verdict::WrongOrigin);
    EXPECT_EQ(judge("", "same-origin"), Verdict::Welcome);
}

TEST(AdmissionTest, TokenOrCookieIsNeeded) {
    ServeOptions options;
    options.token = "right";
    const Admission admission(options);
    const auto judge = [&](const std::string& authorization, const std::string& cookie) {
        return admission.judge(
            {.host = "localhost", .authorization = authorization, .cookie = cookie});
    };
    EXPECT_EQ(judge("", ""), Verdict::NoToken);
    EXPECT_EQ(judge("Bearer wrong", ""), Verdict::NoToken);
    EXPECT_EQ(judge("right", ""), Verdict::NoToken);
    EXPECT_EQ(judge("Bearer right", ""), Verdict::Welcome);
    EXPECT_EQ(judge("", "jonbar=guess"), Verdict::NoToken);
    EXPECT_EQ(judge("", "a=b; " + admission.cookie()), Verdict::Welcome);
    EXPECT_TRUE(admission.opens("right"));
    EXPECT_FALSE(admission.opens(""));
}

}  // namespace
}  // namespace jonbar::serve
