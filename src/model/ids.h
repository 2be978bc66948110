// Ids of what a model holds: each is its own type, so that a state is never looked up as a site.
//
// An id is an index into the vector of the same name in `Model`. `kNone` marks "there is none".

#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <string>

namespace jonbar {

/// An index into one table of the model, which one `Tag` tells.
template <typename Tag>
struct ModelId {
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

    std::uint32_t index = kNone;

    /// Tells whether the id names something.
    constexpr bool exists() const { return index != kNone; }
    auto operator<=>(const ModelId&) const = default;
};

/// Prints an id as `tag` and index, as in `state 3`, or `tag none`.
template <typename Tag>
std::string to_string(ModelId<Tag> id) {
    return std::string(Tag::kName) + " " + (id.exists() ? std::to_string(id.index) : "none");
}

struct DomainTag {
    static constexpr const char* kName = "domain";
};
struct StateTag {
    static constexpr const char* kName = "state";
};
struct ExpressionTag {
    static constexpr const char* kName = "expression";
};
struct StatementTag {
    static constexpr const char* kName = "statement";
};
struct DefinitionTag {
    static constexpr const char* kName = "definition";
};
struct DeclarationTag {
    static constexpr const char* kName = "declaration";
};
struct FrameTag {
    static constexpr const char* kName = "frame";
};
struct SiteTag {
    static constexpr const char* kName = "site";
};
struct PastTag {
    static constexpr const char* kName = "past";
};
struct ClaimTag {
    static constexpr const char* kName = "claim";
};
struct SourceTag {
    static constexpr const char* kName = "source";
};

using DomainId = ModelId<DomainTag>;
using StateId = ModelId<StateTag>;
using ExpressionId = ModelId<ExpressionTag>;
using StatementId = ModelId<StatementTag>;
using DefinitionId = ModelId<DefinitionTag>;
using DeclarationId = ModelId<DeclarationTag>;
using FrameId = ModelId<FrameTag>;
using SiteId = ModelId<SiteTag>;
using PastId = ModelId<PastTag>;
using ClaimId = ModelId<ClaimTag>;
using SourceId = ModelId<SourceTag>;

/// A local variable: its place in the frame of the declaration, definition or cell it stands in.
using LocalIndex = std::uint32_t;
constexpr LocalIndex kNoLocal = std::numeric_limits<LocalIndex>::max();

}  // namespace jonbar
