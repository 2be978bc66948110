#include "program/columns.h"

#include <iterator>

namespace jonbar::program {

Things::Things(const Draft& draft) {
    constexpr Place kPlaces[] = {Place::Number, Place::Truth, Place::StateNumber,
                                 Place::StateTruth};
    std::vector<char> as_one[std::size(kPlaces)];  // of each block: taken as one
    for (const Place place : kPlaces) as_one[place_index(place)].resize(draft.blocks(place).size());
    const auto note = [&](const Operand& operand, const Instruction& i) {
        if (is_column(operand) && reaches_block(operand, i)) {
            const std::vector<Block>& blocks = draft.blocks(operand.place);
            as_one[place_index(operand.place)]
                  [static_cast<std::size_t>(&draft.block_of(operand) - blocks.data())] = 1;
        }
    };
    for_all(draft.init, note);
    for_all(draft.step, note);
    for (const Place place : kPlaces) {
        const std::vector<Block>& blocks = draft.blocks(place);
        const std::vector<char>& one = as_one[place_index(place)];
        std::vector<std::uint32_t>& thing = thing_[place_index(place)];
        thing.resize(blocks.empty() ? 0 : blocks.back().base + blocks.back().count);
        for (std::size_t b = 0; b < blocks.size(); ++b) {
            for (std::uint32_t column = 0; column < blocks[b].count; ++column) {
                const bool starts = column == 0 || one[b] == 0;
                if (starts) {
                    alone_.push_back(one[b] == 0 || blocks[b].count == 1 ? 1 : 0);
                }
                thing[blocks[b].base + column] = static_cast<std::uint32_t>(alone_.size() - 1);
            }
        }
    }
}

std::vector<std::uint32_t> count_writes(const Code& code, const Things& things) {
    std::vector<std::uint32_t> writes(things.count());
    for_all(code, [&](const Operand& operand, const Instruction& i) {
        if (is_output(operand, i)) {
            ++writes[things.of(operand)];
        }
    });
    return writes;
}

}  // namespace jonbar::program
