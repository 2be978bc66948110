#include "base/bytes.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

namespace jonbar::base {
namespace {

TEST(BytesTest, GiveBackWhatWasWritten) {
    const std::vector<std::uint64_t> numbers = {
        0, 1, 127, 128, 300, 1ULL << 32U, std::numeric_limits<std::uint64_t>::max()};
    const std::vector<std::int64_t> signed_numbers = {0,
                                                      -1,
                                                      1,
                                                      -64,
                                                      64,
                                                      std::numeric_limits<std::int64_t>::min(),
                                                      std::numeric_limits<std::int64_t>::max()};
    const std::vector<double> reals = {
        0.0, -0.0, 0.1, -1e9, -INFINITY, std::numeric_limits<double>::denorm_min(), NAN};
    ByteWriter out;
    for (const std::uint64_t each : numbers) out.number(each);
    for (const std::int64_t each : signed_numbers) out.signed_number(each);
    for (const double each : reals) out.real(each);
    out.text("a\0b");
    out.text("");
    const std::string bytes = out.take();
    ByteReader in(bytes);
    for (const std::uint64_t each : numbers) EXPECT_EQ(in.number(), each);
    for (const std::int64_t each : signed_numbers) EXPECT_EQ(in.signed_number(), each);
    for (const double each : reals)
        EXPECT_EQ(std::bit_cast<std::uint64_t>(in.real()), std::bit_cast<std::uint64_t>(each));
    EXPECT_EQ(in.text(), "a");
    EXPECT_EQ(in.text(), "");
    EXPECT_TRUE(in.good_to_the_end());
}

TEST(BytesTest, SmallNumbersTakeOneByte) {
    ByteWriter out;
    out.number(127);
    out.signed_number(-64);
    EXPECT_EQ(out.take().size(), 2U);
}

TEST(BytesTest, EndTooSoonIsTold) {
    ByteWriter out;
    out.number(1U << 20U);
    out.real(0.5);
    out.text("twelve bytes");
    const std::string bytes = out.take();
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        ByteReader in(std::string_view(bytes).substr(0, size));
        in.number();
        in.real();
        in.text();
        EXPECT_FALSE(in.good()) << size;
    }
    ByteReader more(bytes);
    more.number();
    EXPECT_TRUE(more.good());
    EXPECT_FALSE(more.good_to_the_end());
}

TEST(BytesTest, NoNumberHasMoreThan64Bits) {
    ByteReader in("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02");
    EXPECT_EQ(in.number(), 0U);
    EXPECT_FALSE(in.good());
}

TEST(BytesTest, NoCountIsLargerThanWhatIsLeft) {
    ByteWriter out;
    out.number(3);
    out.real(1);
    out.real(2);
    const std::string bytes = out.take();
    ByteReader in(bytes);
    EXPECT_EQ(in.count(8), 0U);
    EXPECT_FALSE(in.good());
    ByteReader other(bytes);
    EXPECT_EQ(other.count(5), 3U);
    EXPECT_TRUE(other.good());
}

}  // namespace
}  // namespace jonbar::base
