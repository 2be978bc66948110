# A stage is a folder of src/: its sources make the library `jonbar_NAME`, its `*_test.cpp` the test program
# `NAME_test`. A stage links only the stages named in its call, which stand before it.

add_library(jonbar_settings INTERFACE)
target_compile_features(jonbar_settings INTERFACE cxx_std_20)
target_compile_options(jonbar_settings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror
  -ffp-contract=off -fno-math-errno
  # GCC 12 warns falsely of std::string (its bug 105651); clang, which is for fuzz/, warns as well, and its own
  # warnings are for clang-tidy.
  $<IF:$<CXX_COMPILER_ID:GNU>,-Wno-restrict,-w>)
target_include_directories(jonbar_settings INTERFACE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/include)
if(JONBAR_SANITIZE)
  target_compile_options(jonbar_settings INTERFACE
    -fsanitize=${JONBAR_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all
    -fno-sanitize=null,alignment,object-size,vptr  # a third of the time to compile; the address sanitizer sees the rest
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)  # false under sanitizers in GCC 12 (its bug 105562); the release build has it
  target_link_options(jonbar_settings INTERFACE -fsanitize=${JONBAR_SANITIZE})
endif()

# Under the sanitizers the tests' own code is not worth the time to optimise it: what they call is.
add_library(jonbar_test_settings INTERFACE)
if(JONBAR_SANITIZE)
  target_compile_options(jonbar_test_settings INTERFACE -O0)
endif()

# jonbar_test(NAME SOURCES file... LINKS library...): one GoogleTest program, its tests labelled NAME.
# The path of the source tree is JONBAR_SOURCE_DIR in it.
function(jonbar_test name)
  cmake_parse_arguments(TEST "" "" "SOURCES;LINKS" ${ARGN})
  add_executable(${name} ${TEST_SOURCES})
  target_link_libraries(${name} PRIVATE ${TEST_LINKS} jonbar_test_settings GTest::gtest GTest::gmock
                        GTest::gtest_main)
  jonbar_precompiled(${name} jonbar_precompiled_test)
  target_compile_definitions(${name} PRIVATE JONBAR_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  string(REGEX REPLACE "_test$" "" label ${name})
  gtest_discover_tests(${name} DISCOVERY_TIMEOUT 120
    WORKING_DIRECTORY ${PROJECT_BINARY_DIR} PROPERTIES LABELS ${label} TIMEOUT 600)
endfunction()

# jonbar_stage(NAME [INSTALL] LINKS library...): INSTALL makes the library part of the installed package.
function(jonbar_stage name)
  cmake_parse_arguments(STAGE "INSTALL" "" "LINKS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${name}/*.cpp)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
  if(NOT sources)
    return()
  endif()

  add_library(jonbar_${name} STATIC ${sources})
  add_library(jonbar::${name} ALIAS jonbar_${name})
  target_link_libraries(jonbar_${name} PUBLIC $<BUILD_INTERFACE:jonbar_settings> fmt::fmt)
  target_compile_features(jonbar_${name} PUBLIC cxx_std_20)  # the settings stay behind when it is installed
  jonbar_precompiled(jonbar_${name} jonbar_precompiled_stage)
  foreach(link ${STAGE_LINKS})
    if(TARGET ${link})
      target_link_libraries(jonbar_${name} PUBLIC ${link})
    endif()
  endforeach()

  # Files for one instruction set: chosen at run time, and never with fused multiply-add, which would change bits.
  set(vector_sources ${sources})
  list(FILTER vector_sources INCLUDE REGEX "_avx2\\.cpp$")
  if(vector_sources AND CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
    set_source_files_properties(${vector_sources} PROPERTIES
      COMPILE_OPTIONS "-mavx2;-mno-fma" SKIP_PRECOMPILE_HEADERS ON)
  endif()
  # To clang, AVX-512 without FMA is no AVX-512; -ffp-contract=off keeps it out too.
  set(no_fma "$<$<CXX_COMPILER_ID:GNU>:-mno-fma>")
  # GCC 12 warns falsely of its own intrinsics' undefined lanes (its bug 105593) and, unoptimised, of their masks.
  set(vector_sources ${sources})
  list(FILTER vector_sources INCLUDE REGEX "_avx512\\.cpp$")
  if(vector_sources AND CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
    set_source_files_properties(${vector_sources} PROPERTIES
      COMPILE_OPTIONS "-mavx2;-mavx512f;-mavx512dq;-mavx512vl;${no_fma};-Wno-maybe-uninitialized;-Wno-sign-conversion"
      SKIP_PRECOMPILE_HEADERS ON)
  endif()

  if(STAGE_INSTALL)
    set_target_properties(jonbar_${name} PROPERTIES EXPORT_NAME ${name})
    set_property(GLOBAL APPEND PROPERTY JONBAR_INSTALLED_STAGES jonbar_${name})
  endif()
  if(JONBAR_TESTS AND tests)
    jonbar_test(${name}_test SOURCES ${tests} LINKS jonbar_${name})
  endif()
endfunction()
