#include "interface/findings.h"

#include <fmt/format.h>

namespace jonbar {

std::vector<Finding> findings(const SourceSet& sources, const Diagnostics& diagnostics) {
    std::vector<Finding> all;
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        Finding finding;
        finding.severity = diagnostic.severity == Severity::Error ? Finding::Severity::Error
                                                                  : Finding::Severity::Warning;
        finding.code = diagnostic.code;
        if (diagnostic.span.file.valid()) {
            finding.file = sources.file(diagnostic.span.file).path;
            const Position begin = sources.position(diagnostic.span.file, diagnostic.span.begin);
            const Position end = sources.position(diagnostic.span.file, diagnostic.span.end);
            finding.line = static_cast<int>(begin.line);
            finding.column = static_cast<int>(begin.column);
            finding.end_line = static_cast<int>(end.line);
            finding.end_column = static_cast<int>(end.column);
        }
        finding.message = diagnostic.message;
        finding.hint = diagnostic.hint;
        finding.rendered = render(sources, diagnostic);
        all.push_back(std::move(finding));
    }
    return all;
}

void throw_if_wrong(const SourceSet& sources, const Diagnostics& diagnostics) {
    if (!diagnostics.has_errors()) return;
    const std::size_t count = diagnostics.error_count();
    throw ScenarioError(fmt::format("{} error{}", count, count == 1 ? "" : "s"),
                        findings(sources, diagnostics));
}

}  // namespace jonbar
