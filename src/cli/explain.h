// What the numbers of errors mean: the sections of docs/errors.md, kept in the program.

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace jonbar {

/// The text of docs/errors.md as it was when the program was built.
std::string_view errors_page();

/// Returns the section of `page` that explains `code` ("J2004", "j2004" or "2004"), without its
/// heading's marks; nothing if there is none.
std::optional<std::string> explain(std::string_view page, std::string_view code);

/// Returns one line per code of `page`: "J2004  no such name".
std::string list_codes(std::string_view page);

}  // namespace jonbar
