// What the dumps of a model share: lines, cells, grounds, statements.

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/dump.h"

namespace jonbar {

class DumpWriter {
  public:
    explicit DumpWriter(const Model& model) : model_(model) {}

    void line(int depth, const std::string& text);
    void statements(const Frame& frame, const std::vector<StatementId>& body, int depth);

    std::string say(const Frame& frame, ExpressionId id) const { return print(model_, frame, id); }
    std::string domains(const std::vector<DomainId>& indices) const;
    /// What something rests on, behind a space; empty where nothing is said.
    std::string ground(const Support& support) const;
    /// The indices of a cell in parentheses with a space behind them; empty where it has none.
    std::string place(const State& state, std::uint32_t cell) const;

    static std::string qualified(const std::string& module, const std::string& name) {
        return module.empty() ? name : module + ":" + name;
    }

    /// Returns all lines.
    std::string take() { return std::move(text_); }

  protected:
    const Model& model_;

  private:
    void add(const Frame& frame, const Statement& statement, int depth);
    std::string list(const Frame& frame, const std::vector<ExpressionId>& args) const;
    std::string loops(const Frame& frame, const Statement& statement) const;
    std::string said(const Frame& frame, const Statement& statement) const;

    std::string text_;
};

/// Prints facts, what-ifs and causes.
void dump_questions(const Model& model, DumpWriter& out);

}  // namespace jonbar
