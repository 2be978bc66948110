#include "engine/imposed_site.h"

#include "math/functions_inl.h"

namespace jonbar::engine {
namespace {

bool is_set(const Word* truths, std::size_t lane) {
    return ((truths[lane / kWordLanes] >> (lane % kWordLanes)) & 1U) != 0;
}

const Word* mask_of(const Operands& o) {
    return static_cast<const Word*>(o.places[static_cast<std::size_t>(Slot::Mask)]);
}

double* numbers_of(const Operands& o, Slot slot) {
    return static_cast<double*>(o.places[static_cast<std::size_t>(slot)]);
}

/// Calls `visit(lane)` for each lane in use of the mask, from the lowest up.
template <class Visit>
void for_each_reached(const Operands& o, Visit visit) {
    for (std::size_t word = 0; word < o.words; ++word) {
        for (Word bits = mask_of(o)[word] & o.chunk->active[word]; bits != 0; bits &= bits - 1) {
            visit(word * kWordLanes + static_cast<std::size_t>(__builtin_ctzll(bits)));
        }
    }
}

/// Returns with what probability a site of probability p comes that is wanted.
double wanted_chance(double code, double p) {
    if (code < 1) {
        return (1 + p) / 2;
    }
    if (code == 1 || p == 0) {
        return code == 1 ? 1 : 0;
    }
    return math::min(p / -math::expm1(code * math::log1p(-p)), 1.0);
}

}  // namespace

ForcedChance forced_chance(double code, double p, double rest) noexcept {
    if (code < 0) {
        const double stays = wanted_chance(-code, rest);
        return {1 - stays, stays};
    }
    const double comes = wanted_chance(code, p);
    return {comes, 1 - comes};
}

double look_ahead(double code, double p, double rest, bool came) noexcept {
    const double left = math::abs(code) - 1;
    if (came == (code > 0) || !(left > 0)) {
        return 0;
    }
    return math::log(-math::expm1(left * math::log1p(-(code > 0 ? p : rest))));
}

std::optional<SiteLane> ImposedSite::lane_of(const Operands& o, std::size_t lane) const {
    const double* const inputs = numbers_of(o, Slot::A) + lane;
    const double index = inputs[o.lanes];
    if (!(index >= 0 && index < imposed_.key_count) || math::floor(index) != index) {
        return std::nullopt;
    }
    const auto* const keys =
        static_cast<const std::uint64_t*>(o.places[static_cast<std::size_t>(Slot::B)]);
    const ChunkState& chunk = *o.chunk;
    const std::uint64_t history =
        chunk.histories == nullptr ? chunk.first_history + lane : chunk.histories[lane];
    return SiteLane(inputs, o.lanes, keys + static_cast<std::size_t>(index) * imposed_.key_stride,
                    chunk.noise_step, history);
}

void ImposedSite::read_result(const Operands& o, std::size_t lane) {
    for (std::size_t i = 0; i < result_.size(); ++i) {
        result_[i] = numbers_of(o, Slot::Out)[i * o.lanes + lane];
    }
}

void ImposedSite::write_result(const Operands& o, std::size_t lane) const {
    for (std::size_t i = 0; i < result_.size(); ++i) {
        numbers_of(o, Slot::Out)[i * o.lanes + lane] = result_[i];
    }
}

void ImposedSite::settle(const Operands& o) {
    const std::uint32_t* const actual = o.chunk->actual;
    kept_ = false;
    if (holds()) {
        for_each_reached(o, [&](std::size_t lane) {
            if (const auto site = lane_of(o, lane)) {
                hold(*site);
                write_result(o, lane);
            }
        });
        return;
    }
    for_each_reached(o, [&](std::size_t lane) {
        if (actual == nullptr || actual[lane] == lane) {
            force_lane(o, lane);
        }
    });
    if (actual != nullptr) {
        for_each_reached(o, [&](std::size_t lane) {
            if (actual[lane] != lane && is_set(mask_of(o), actual[lane]) &&
                is_set(o.chunk->active, actual[lane])) {
                follow(o, lane, actual[lane]);
            }
        });
    }
}

void ImposedSite::force_lane(const Operands& o, std::size_t lane) {
    const auto site = lane_of(o, lane);
    if (!site || !is_forced(*site)) {
        return;
    }
    read_result(o, lane);
    const auto weight = force(*site, NoiseUse::Drop);
    if (!weight) {
        return;
    }
    write_result(o, lane);
    if (double* const fact = numbers_of(o, Slot::Out2); fact != nullptr) {
        fact[lane] += weight->log_factor;
        fact[o.lanes + lane] += weight->look_ahead;
    }
}

void ImposedSite::follow(const Operands& o, std::size_t lane, std::size_t actual) {
    const auto site = lane_of(o, lane);
    const auto followed = lane_of(o, actual);
    const double* const index = numbers_of(o, Slot::A) + o.lanes;
    if (!site || !followed || index[lane] != index[actual]) {
        return;
    }
    if (alike(*site, *followed)) {
        if (is_forced(*followed)) {
            read_result(o, actual);
            write_result(o, lane);
        }
        return;
    }
    if (!kept_ || kept_lane_ != actual) {
        kept_ = true;
        kept_lane_ = actual;
        read_result(o, actual);
        kept_any_ =
            is_forced(*followed) ? force(*followed, NoiseUse::Keep).has_value() : couple(*followed);
    }
    if (kept_any_) {
        read_result(o, lane);
        decide(*site);
        write_result(o, lane);
    }
}

std::unique_ptr<ImposedSite> make_imposed_site(const program::Imposed& imposed) {
    using program::ImposedKind;
    switch (imposed.kind) {
        case ImposedKind::Happening:
            return make_imposed_happening(imposed);
        case ImposedKind::Choice:
            return make_imposed_choice(imposed);
        case ImposedKind::Vote:
            return make_imposed_vote(imposed);
        case ImposedKind::Race:
            return make_imposed_race(imposed);
        case ImposedKind::Draw:
            return make_imposed_draw(imposed);
        case ImposedKind::Election:
            return make_election(imposed);
    }
    return nullptr;
}

void impose(const Operands& o) noexcept { o.chunk->imposed[o.detail]->settle(o); }

}  // namespace jonbar::engine
