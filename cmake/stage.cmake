# A stage is a folder of src/: its sources make a library `jonbar_NAME`, its `*_test.cpp` a test program
# `NAME_test`. A stage links only the stages named in its call, which stand before it.

add_library(jonbar_settings INTERFACE)
target_compile_features(jonbar_settings INTERFACE cxx_std_20)
target_compile_options(jonbar_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror
  -ffp-contract=off -fno-math-errno)
target_include_directories(jonbar_settings INTERFACE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
if(JONBAR_SANITIZE)
  target_compile_options(jonbar_settings INTERFACE
    -fsanitize=${JONBAR_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(jonbar_settings INTERFACE -fsanitize=${JONBAR_SANITIZE})
endif()

# jonbar_stage(NAME LINKS library...)
function(jonbar_stage name)
  cmake_parse_arguments(STAGE "" "" "LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${name}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  if(NOT sources)
    return()
  endif()
  add_library(jonbar_${name} STATIC ${sources})
  target_link_libraries(jonbar_${name} PUBLIC jonbar_settings fmt::fmt)
  foreach(link ${STAGE_LINKS})
    if(TARGET ${link})
      target_link_libraries(jonbar_${name} PUBLIC ${link})
    endif()
  endforeach()
  if(JONBAR_TESTS AND tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE jonbar_${name} GTest::gtest GTest::gmock GTest::gtest_main)
    target_compile_definitions(${name}_test PRIVATE JONBAR_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    gtest_discover_tests(${name}_test DISCOVERY_TIMEOUT 60 PROPERTIES LABELS ${name})
  endif()
endfunction()
