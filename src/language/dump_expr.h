// Expressions, distributions, types and evidence as S-expressions on one line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "language/ast.h"

namespace jonbar::ast {

class ExprDumper {
  public:
    /// Requires: the tree outlives the dumper.
    explicit ExprDumper(const Tree& tree) : tree_(tree) {}

    /// "-" where there is none.
    [[nodiscard]] std::string expr(ExprId id) const;
    [[nodiscard]] std::string distribution(DistId id) const;
    /// `(head e e …)`.
    [[nodiscard]] std::string list(std::string_view head, const std::vector<ExprId>& ids) const;
    [[nodiscard]] std::string binder(const Binder& b) const;
    [[nodiscard]] std::string type(const TypeRef& t) const;
    [[nodiscard]] std::string value_type(const ValueType& t) const;

    // These begin with a blank, or are empty.
    [[nodiscard]] std::string evidence(const Evidence& e) const;
    [[nodiscard]] std::string initial(const Initial& i) const;
    [[nodiscard]] std::string parameters(const std::vector<Parameter>& all) const;

  private:
    const Tree& tree_;
};

}  // namespace jonbar::ast
