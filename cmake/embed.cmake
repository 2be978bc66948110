# Writes a file's bytes as a C++ function. Run as: cmake -DINPUT= -DOUTPUT= -P embed.cmake
file(READ ${INPUT} bytes HEX)
string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
string(REGEX REPLACE "((.......){20})" "\\1\n" bytes "${bytes}")
file(WRITE ${OUTPUT} "#include \"cli/explain.h\"

namespace jonbar {

std::string_view errors_page() {
    static constexpr char kPage[] = {
${bytes}
    };
    return {kPage, sizeof(kPage)};
}

}  // namespace jonbar
")
