// Tuples of entities: the instances of a family and the cells of a state.
//
// Both are counted in row-major order, the last index fastest. An unordered family has one instance
// for each pair a before b. A symmetric relation keeps a cell for every pair, but only those with
// a <= b are used: the others have no initial expression and are never read.

#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "model/model.h"

namespace jonbar {

/// A family may have at most this many instances, and all states together this many cells.
constexpr std::uint64_t kInstancesMax = 1'000'000;
constexpr std::uint64_t kCellsMax = 1'000'000;

/// Members of one tuple, one per index.
using Tuple = std::vector<std::uint32_t>;

/// Returns the product of the sizes of these domains, 1 for none; saturates at 2^63.
std::uint64_t tuple_count(const Model& model, std::span<const DomainId> indices);

/// Calls `visit` with each tuple over the domains in row-major order.
void for_each_tuple(const Model& model, std::span<const DomainId> indices,
                    const std::function<void(const Tuple&)>& visit);

/// Returns the instances of a declaration in the order in which they act.
std::vector<Tuple> instances(const Model& model, const Declaration& declaration);

/// Returns the number of instances without making them.
std::uint64_t instance_count(const Model& model, const Declaration& declaration);

/// Returns the place in `state.cells` of a tuple, a symmetric pair in either order.
/// Requires: one member per index, each within its domain.
std::uint32_t cell_index(const Model& model, const State& state,
                         std::span<const std::uint32_t> tuple);

/// Returns the tuple of a cell.
Tuple cell_tuple(const Model& model, const State& state, std::uint32_t cell);

}  // namespace jonbar
