# Checks the types of web/ and runs the tests of the laboratory in the build's own copy WEB, against PROGRAM. Run as
# `cmake -DPROGRAM=... -DNPM=... -DSOURCE=... -DWEB=... -P laboratory.cmake`.
include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)

run(${CMAKE_COMMAND} -E rm -rf ${WEB}/tests)
run(${CMAKE_COMMAND} -E copy_directory ${SOURCE}/web/tests ${WEB}/tests)
run(${CMAKE_COMMAND} -E chdir ${WEB} ${NPM} run check)
run(${CMAKE_COMMAND} -E chdir ${WEB} ${CMAKE_COMMAND} -E env JONBAR=${PROGRAM} ${NPM} test -- --no-file-parallelism laboratory editor play)
