// Strong ids: an index into one vector that cannot be taken for an index into another.
//
// `struct ExprTag { static constexpr char kPrefix = 'e'; }; using ExprId = Id<ExprTag>;` gives a
// type that compares, hashes and prints itself ("e12"). A default id names nothing.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <functional>

#include "base/check.h"

namespace jonbar {

template <typename Tag>
class Id {
  public:
    constexpr Id() = default;
    constexpr explicit Id(std::size_t index) : value_(static_cast<std::uint32_t>(index)) {}

    [[nodiscard]] constexpr bool valid() const { return value_ != kNothing; }
    [[nodiscard]] constexpr std::size_t index() const {
        DCHECK(valid());
        return value_;
    }
    friend constexpr auto operator<=>(Id, Id) = default;

  private:
    static constexpr std::uint32_t kNothing = 0xFFFFFFFFU;
    std::uint32_t value_ = kNothing;
};

}  // namespace jonbar

template <typename Tag>
struct std::hash<jonbar::Id<Tag>> {
    std::size_t operator()(jonbar::Id<Tag> id) const noexcept {
        return id.valid() ? id.index() : static_cast<std::size_t>(-1);
    }
};

template <typename Tag>
struct fmt::formatter<jonbar::Id<Tag>> : fmt::formatter<std::size_t> {
    template <typename Context>
    auto format(jonbar::Id<Tag> id, Context& context) const {
        return id.valid() ? fmt::format_to(context.out(), "{}{}", Tag::kPrefix, id.index())
                          : fmt::format_to(context.out(), "{}-", Tag::kPrefix);
    }
};
