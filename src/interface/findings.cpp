#include "interface/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace jonbar {

namespace {

void set_place(Finding& finding, const SourceSet& sources, Span span) {
    if (!span.file.valid()) return;
    finding.file = sources.file(span.file).path;
    const Position begin = sources.position(span.file, span.begin);
    const Position end = sources.position(span.file, span.end);
    finding.line = static_cast<int>(begin.line);
    finding.column = static_cast<int>(begin.column);
    finding.end_line = static_cast<int>(end.line);
    finding.end_column = static_cast<int>(end.column);
}

}  // namespace

std::vector<Finding> findings(const SourceSet& sources, const Diagnostics& diagnostics) {
    std::vector<Finding> all;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        Finding finding;
        finding.severity = diagnostic.severity == Severity::Error ? Finding::Severity::Error
                                                                  : Finding::Severity::Warning;
        finding.code = diagnostic.code;
        set_place(finding, sources, diagnostic.span);
        finding.message = diagnostic.message;
        finding.hint = diagnostic.hint;
        finding.rendered = render(sources, diagnostic);
        all.push_back(std::move(finding));
    }
    return all;
}

std::vector<Finding> findings(const SourceSet& sources, const std::vector<Notice>& notices) {
    std::vector<Finding> all;
    for (const Notice& notice : notices) {
        Finding finding;
        finding.severity = Finding::Severity::Note;
        set_place(finding, sources, notice.span);
        finding.message = notice.message;
        finding.rendered = fmt::format("{}:{}: {}\n", finding.file, finding.line, notice.message);
        all.push_back(std::move(finding));
    }
    return all;
}

void throw_findings(std::vector<Finding> found) {
    const auto count = std::count_if(found.begin(), found.end(), [](const Finding& one) {
        return one.severity == Finding::Severity::Error;
    });
    throw ScenarioError(fmt::format("{} error{}", count, count == 1 ? "" : "s"), std::move(found));
}

void throw_if_wrong(const SourceSet& sources, const Diagnostics& diagnostics) {
    if (diagnostics.has_errors()) throw_findings(findings(sources, diagnostics));
}

}  // namespace jonbar
