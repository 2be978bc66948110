// Names that look alike and are the same.
//
// Persian and Arabic keyboards, old fonts and pages copied from them give one letter several code
// points, and a writer has no way to see which. Names are compared by a folded form in which these
// are one:
//
// - yeh: U+06CC (Persian), U+064A (Arabic), U+0649 (without dots); kaf: U+06A9, U+0643, U+06AA;
//   heh: U+0647, U+06C1, U+06D5; heh with a hamza above, of one code point or of two
// - the digits 0 to 9, U+0660 to U+0669 and U+06F0 to U+06F9
// - presentation forms (U+FB50 to U+FDFF, U+FE70 to U+FEFC) and the letters they show
// - with and without vowel signs (U+064B to U+0652, U+0670), the stroke that lengthens a letter
//   (U+0640), and the joiner of no width within a word (U+200C)
//
// Letters that differ to a reader stay apart: alef with and without madda or hamza, waw and yeh
// with hamza, heh and teh marbuta. What is displayed is never folded.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace jonbar {

/// Returns the form by which names are compared; what is not UTF-8 is returned as it is.
std::string fold_name(std::string_view name);

/// Does the same to a name that is not needed as it was.
std::string fold_name(std::string&& name);

/// Tells whether two names are one.
bool same_name(std::string_view left, std::string_view right);

/// The spellings of a compilation: all names with one folded form are known by the first that was
/// met.
class Spellings {
  public:
    /// Returns the spelling by which a name in NFC is known.
    std::string known_as(std::string name);

  private:
    std::map<std::string, std::string, std::less<>> first_;  // by folded form
};

}  // namespace jonbar
