#include "base/bytes.h"

namespace jonbar::base {

void ByteWriter::number(std::uint64_t value) {
    while (value >= 0x80) {
        bytes_ += static_cast<char>((value & 0x7fU) | 0x80U);
        value >>= 7U;
    }
    bytes_ += static_cast<char>(value);
}

void ByteWriter::signed_number(std::int64_t value) {
    const auto bits = static_cast<std::uint64_t>(value);
    number(value < 0 ? ~(bits << 1U) : bits << 1U);
}

void ByteWriter::real(double value) {
    const auto bits = __builtin_bit_cast(std::uint64_t, value);
    for (unsigned shift = 0; shift < 64; shift += 8)
        bytes_ += static_cast<char>((bits >> shift) & 0xffU);
}

void ByteWriter::text(std::string_view text) {
    number(text.size());
    bytes_ += text;
}

std::uint8_t ByteReader::byte() {
    if (left_.empty()) {
        good_ = false;
        return 0;
    }
    const auto first = static_cast<std::uint8_t>(left_.front());
    left_.remove_prefix(1);
    return first;
}

std::uint64_t ByteReader::number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; good_; shift += 7) {
        const std::uint64_t next = byte();
        if (shift == 63 && next > 1) {  // more than 64 bits
            good_ = false;
            break;
        }
        value |= (next & 0x7fU) << shift;
        if (next < 0x80) break;
    }
    return good_ ? value : 0;
}

std::int64_t ByteReader::signed_number() {
    const std::uint64_t value = number();
    return static_cast<std::int64_t>((value & 1U) != 0 ? ~(value >> 1U) : value >> 1U);
}

double ByteReader::real() {
    std::uint64_t bits = 0;
    for (unsigned shift = 0; shift < 64; shift += 8) bits |= std::uint64_t{byte()} << shift;
    return good_ ? __builtin_bit_cast(double, bits) : 0;
}

std::string ByteReader::text() {
    const std::size_t size = count();
    const std::string text(left_.substr(0, size));
    left_.remove_prefix(size);
    return text;
}

std::size_t ByteReader::count(std::size_t least_size) {
    const std::uint64_t count = number();
    if (count > left_.size() / least_size) good_ = false;
    return good_ ? static_cast<std::size_t>(count) : 0;
}

}  // namespace jonbar::base
