# Installs the build in BUILD into a fresh prefix, builds examples/embed against it and runs that program and
# the installed one. Run as `cmake -DSOURCE=... -DBUILD=... -DCOMPILER=... -P embed.cmake`.
set(work ${BUILD}/embed)
set(prefix ${work}/prefix)
file(REMOVE_RECURSE ${work})

function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "status ${status}: ${ARGN}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

function(expect pattern)
  if(NOT output MATCHES "${pattern}")
    message(FATAL_ERROR "expected ${pattern} in:\n${output}")
  endif()
endfunction()

run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix})
run(${CMAKE_COMMAND} -S ${SOURCE}/examples/embed -B ${work}/build -G Ninja -DCMAKE_PREFIX_PATH=${prefix}
    -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS=-Werror\ -Wall\ -Wextra)
run(${CMAKE_COMMAND} --build ${work}/build)

# Another program runs a scenario that stands alone.
run(${work}/build/embed ${SOURCE}/examples/embed/coin.jon)
expect("fell\n  yes 0\\.[45][0-9]*\n  no 0\\.[45]")

# The installed program, from elsewhere, runs an installed scenario that uses the library.
set(scenario ${prefix}/share/jonbar/scenarios/lenin-succession.jon)
run(${CMAKE_COMMAND} -E chdir ${work} ${prefix}/bin/jonbar run --histories 100 ${scenario})
expect("Trotsky")

# Both take the library that was installed, not that of the source tree: spoiling it spoils the scenario.
file(APPEND ${prefix}/share/jonbar/library/politics/contest.jon "\nspoilt\n")
foreach(program "${prefix}/bin/jonbar;check" ${work}/build/embed)
  execute_process(COMMAND ${program} ${scenario} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 1)
    message(FATAL_ERROR "status ${status} instead of 1 with a spoilt library: ${program}\n${output}")
  endif()
endforeach()

# The package may be moved: nothing in it points back.
file(GLOB files ${prefix}/lib/cmake/jonbar/*.cmake)
foreach(file ${files})
  file(READ ${file} text)
  string(FIND "${text}" "${SOURCE}" place)
  if(NOT place EQUAL -1)
    message(FATAL_ERROR "${file} names ${SOURCE}")
  endif()
endforeach()
