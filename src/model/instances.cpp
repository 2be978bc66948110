#include "model/instances.h"

#include <algorithm>

#include "base/check.h"

namespace jonbar {

std::uint64_t tuple_count(const Model& model, std::span<const DomainId> indices) {
    constexpr std::uint64_t kHuge = std::uint64_t{1} << 63U;
    std::uint64_t count = 1;
    for (const DomainId index : indices) {
        const std::uint64_t size = model.at(index).members.size();
        if (size != 0 && count > kHuge / size) return kHuge;
        count *= size;
    }
    return count;
}

void for_each_tuple(const Model& model, std::span<const DomainId> indices,
                    const std::function<void(const Tuple&)>& visit) {
    if (tuple_count(model, indices) == 0) return;
    Tuple tuple(indices.size(), 0);
    while (true) {
        visit(tuple);
        std::size_t place = indices.size();
        while (place > 0 && ++tuple[place - 1] == model.at(indices[place - 1]).members.size()) {
            tuple[--place] = 0;
        }
        if (place == 0) return;
    }
}

std::vector<Tuple> instances(const Model& model, const Declaration& declaration) {
    std::vector<Tuple> found;
    for_each_tuple(model, declaration.indices, [&](const Tuple& tuple) {
        if (!declaration.unordered || tuple[0] < tuple[1]) found.push_back(tuple);
    });
    return found;
}

std::uint64_t instance_count(const Model& model, const Declaration& declaration) {
    const std::uint64_t count = tuple_count(model, declaration.indices);
    if (!declaration.unordered || count == 0) return count;
    const std::uint64_t size = model.at(declaration.indices[0]).members.size();
    return count / size * (size - 1) / 2;
}

std::uint32_t cell_index(const Model& model, const State& state,
                         std::span<const std::uint32_t> tuple) {
    DCHECK(tuple.size() == state.indices.size());
    const bool swapped = state.symmetric && tuple[0] > tuple[1];
    std::uint32_t index = 0;
    for (std::size_t i = 0; i < tuple.size(); ++i) {
        const std::uint32_t member = swapped && i < 2 ? tuple[1 - i] : tuple[i];
        index =
            index * static_cast<std::uint32_t>(model.at(state.indices[i]).members.size()) + member;
    }
    return index;
}

Tuple cell_tuple(const Model& model, const State& state, std::uint32_t cell) {
    Tuple tuple(state.indices.size());
    for (std::size_t i = tuple.size(); i-- > 0;) {
        const auto size = static_cast<std::uint32_t>(model.at(state.indices[i]).members.size());
        tuple[i] = cell % size;
        cell /= size;
    }
    return tuple;
}

}  // namespace jonbar
