#include "serve/event_log.h"

#include <gtest/gtest.h>

#include <thread>

namespace jonbar::serve {
namespace {

constexpr std::chrono::milliseconds kAtOnce(0);
constexpr std::chrono::seconds kLong(60);

TEST(EventLogTest, KeepsTheLatestOfEachKindInOrder) {
    EventLog log;
    log.add(Event::Kind::Partial, "partial", "1");
    log.add(Event::Kind::Progress, "progress", "2");
    log.add(Event::Kind::Partial, "partial", "3");
    const auto events = log.wait(0, kAtOnce);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(*events[0].data, "2");
    EXPECT_EQ(*events[1].data, "3");
    EXPECT_TRUE(log.wait(events[1].number, kAtOnce).empty());
    EXPECT_FALSE(log.ended());
}

TEST(EventLogTest, NothingFollowsTheEnd) {
    EventLog log;
    log.add(Event::Kind::End, "done", "1");
    log.add(Event::Kind::Partial, "partial", "2");
    log.add(Event::Kind::End, "error", "3");
    const auto events = log.latest();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].name, "done");
    EXPECT_TRUE(log.ended());
}

TEST(EventLogTest, WakesWhoWaits) {
    EventLog log;
    std::thread teller([&] { log.add(Event::Kind::End, "done", "1"); });
    EXPECT_EQ(log.wait(0, kLong).size(), 1U);
    teller.join();
}

}  // namespace
}  // namespace jonbar::serve
