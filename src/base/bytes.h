// Values as bytes, and back: what a store keeps of finished work.
//
// Whole numbers take a byte for each seven bits, so small ones take little; doubles are kept bit
// for bit. Who reads bytes that are not what they should be gets zeros and is told at the end: a
// reader never reads beyond its bytes, and no count it returns is larger than what is left could
// hold.

#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace jonbar::base {

class ByteWriter {
  public:
    void number(std::uint64_t value);
    /// Those near 0 take little, above or below it.
    void signed_number(std::int64_t value);
    void real(double value);
    void text(std::string_view text);

    [[nodiscard]] std::string take() { return std::move(bytes_); }

  private:
    std::string bytes_;
};

class ByteReader {
  public:
    /// Requires: the bytes outlive the reader.
    explicit ByteReader(std::string_view bytes) : left_(bytes) {}

    std::uint64_t number();
    std::int64_t signed_number();
    double real();
    std::string text();
    /// Returns how many things follow, each of at least `least_size` bytes.
    std::size_t count(std::size_t least_size = 1);
    /// Says that what was read makes no sense.
    void refuse() { good_ = false; }

    /// Tells whether all was what it should be so far.
    [[nodiscard]] bool good() const { return good_; }
    /// Tells whether all was, to the last byte.
    [[nodiscard]] bool good_to_the_end() const { return good_ && left_.empty(); }

  private:
    std::uint8_t byte();

    std::string_view left_;
    bool good_ = true;
};

}  // namespace jonbar::base
