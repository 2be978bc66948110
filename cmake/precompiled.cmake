# With JONBAR_PCH: the headers of other libraries that most files include, compiled once for the stages and once for
# the tests. Every file still includes what it uses; a build without this option proves that. For builds that are
# hardly optimised: GCC 12 forgets that what it precompiled is a library's, and warns of it when it inlines (-O3).
function(jonbar_precompiled target like)
  if(JONBAR_PCH)
    target_precompile_headers(${target} REUSE_FROM ${like})
  endif()
endfunction()

if(JONBAR_PCH)
  set(headers <algorithm> <array> <cmath> <cstdint> <functional> <limits> <map> <memory> <numeric> <optional> <set>
      <span> <string> <string_view> <unordered_map> <utility> <variant> <vector> <fmt/format.h>)
  file(WRITE ${PROJECT_BINARY_DIR}/precompiled.cpp "")
  add_library(jonbar_precompiled_stage OBJECT ${PROJECT_BINARY_DIR}/precompiled.cpp)
  target_link_libraries(jonbar_precompiled_stage PRIVATE jonbar_settings fmt::fmt)
  target_precompile_headers(jonbar_precompiled_stage PRIVATE ${headers})
  if(JONBAR_TESTS)
    add_library(jonbar_precompiled_test OBJECT ${PROJECT_BINARY_DIR}/precompiled.cpp)
    target_link_libraries(jonbar_precompiled_test PRIVATE jonbar_settings jonbar_test_settings fmt::fmt GTest::gtest
                          GTest::gmock)
    target_precompile_headers(jonbar_precompiled_test PRIVATE ${headers} <fstream> <sstream> <gtest/gtest.h>)
  endif()
endif()
