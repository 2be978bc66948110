// Where the library of modules stands.

#pragma once

#include <string>

namespace jonbar {

/// Returns the folder of the modules that `use` names: that beside the installed program, else that
/// of the source tree it was built from, else an empty text.
std::string default_library();

}  // namespace jonbar
