// `check --evidence`: what a file says without saying what it rests on.

#include "model/check_evidence.h"

#include <filesystem>
#include <utility>

#include "base/io_error.h"
#include "interface/findings.h"
#include "interface/module_user.h"
#include "interface/readings.h"
#include "jonbar/evidence.h"

namespace jonbar {

std::vector<Finding> check_evidence_of(const std::string& path, const CompileOptions& options,
                                       const std::optional<std::string>& documents) {
    if (documents && !std::filesystem::is_directory(*documents))
        throw IoError("read", *documents, "it is no folder");
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId file = add_scenario_of(sources, path, options);
    const ReadTrees read = check_altered(sources, file, options, {}, diagnostics);
    if (diagnostics.has_errors()) return {};
    Diagnostics wrong;
    check_evidence(sources, read.modules, read.model, documents, read_from_disk, wrong);
    std::vector<Finding> found = findings(sources, wrong);
    for (Finding& note : findings(sources, told_of_claims(sources, read.modules, read.model)))
        found.push_back(std::move(note));
    return found;
}

}  // namespace jonbar
