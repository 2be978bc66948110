// One group of a result file that holds histories: variables over chain, draw and perhaps world,
// written some draws at a time.

#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/dates.h"
#include "interface/drawn_variables.h"
#include "model/model.h"
#include "report/net_cdf.h"

namespace jonbar {

/// How dates stand in a result file: as days from one that all readers can tell.
class DayCount {
  public:
    explicit DayCount(const Calendar& calendar);

    /// Returns the day on which a tick begins.
    [[nodiscard]] double day_of(std::int64_t tick) const;
    /// As in "days since 1922-01-01".
    [[nodiscard]] const std::string& unit() const { return unit_; }

  private:
    Calendar calendar_;
    std::int64_t first_day_ = 0;
    std::string unit_;
};

/// How large a group is. 0: it grows.
struct DrawShape {
    std::size_t chains = 1, draws = 0;
    std::vector<std::string> worlds{};  // none: no such dimension
};

class DrawGroup {
  public:
    /// Draws that are written together where they can be.
    static constexpr std::size_t kTogether = 4096;

    /// Makes the group with its variables and the coordinates of its entities and worlds.
    DrawGroup(NetCdf& file, const std::string& name, const Model& model, DrawShape shape,
              std::vector<DrawnVariable> variables);

    /// How many values a draw has in one world, as columns_of names them.
    [[nodiscard]] std::size_t column_count() const { return column_count_; }
    [[nodiscard]] std::size_t world_count() const {
        return shape_.worlds.empty() ? 1 : shape_.worlds.size();
    }
    [[nodiscard]] NetCdf::Group group() const { return group_; }

    /// Writes draws of one chain; `rows` has their values, draw by draw, in it world by world.
    void write(std::size_t chain, std::size_t first_draw, std::span<const double> rows);

    /// Adds the coordinates of chains and draws, numbered from 0.
    void number(const std::vector<double>& chains, std::size_t draws);

    /// Returns the bytes that it needs while draws are written.
    static std::uint64_t memory(const std::vector<DrawnVariable>& variables, std::size_t worlds);

  private:
    struct Placed {
        DrawnVariable made;
        NetCdf::Variable variable;
    };

    void add(DrawnVariable variable);
    NetCdf::Dimension entities(const EntityDimension& dimension);
    void coordinate(const std::string& name, NetCdf::Dimension dimension,
                    const std::vector<std::string>& values);
    [[nodiscard]] double stored(const DrawnVariable& variable, double value) const;

    NetCdf& file_;
    const Model& model_;
    DayCount days_;
    DrawShape shape_;
    NetCdf::Group group_;
    NetCdf::Dimension chain_, draw_, world_;
    std::vector<std::pair<EntityDimension, NetCdf::Dimension>> entities_;
    std::vector<Placed> variables_;
    std::size_t column_count_ = 0;
    std::vector<double> values_;
};

}  // namespace jonbar
