# Writes a file's bytes as a C++ function that returns them. Run as:
# cmake -DINPUT= -DOUTPUT= -DHEADER=cli/explain.h -DFUNCTION=errors_page -P embed.cmake
# Without INPUT the function returns nothing.
set(bytes "")
if(INPUT)
  file(READ ${INPUT} bytes HEX)
endif()
string(REGEX REPLACE "(..)" "\\\\x\\1" bytes "${bytes}")
string(REPEAT "...." 40 line)
string(REGEX REPLACE "(${line})" "\\1\"\n\"" bytes "${bytes}")
file(WRITE ${OUTPUT} "#include \"${HEADER}\"

namespace jonbar {

std::string_view ${FUNCTION}() {
    static constexpr char kBytes[] =
\"${bytes}\";
    return {kBytes, sizeof(kBytes) - 1};
}

}  // namespace jonbar
")
