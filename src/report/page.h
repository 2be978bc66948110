// A report as it grows, line by line.

#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "jonbar/report.h"
#include "report/layout.h"

namespace jonbar {

/// Cells for a name in tables of what happened.
constexpr int kNameColumns = 26;

/// Collects lines; knows the styles and the width.
class Page {
  public:
    Page(const TextOptions& options) : style(Style::of(options.colour)), columns(options.columns) {}

    void line(std::string_view text) {
        while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
        out_ += text;
        out_ += '\n';
    }
    void blank() { out_ += '\n'; }
    void heading(std::string_view text) {
        blank();
        out_ += fmt::format("{}{}{}\n", style.bold, text, style.off);
    }
    std::string take() { return std::move(out_); }

    const Style style;
    const int columns;

  private:
    std::string out_;
};

}  // namespace jonbar
