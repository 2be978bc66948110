# Makes a report with PROGRAM and runs the report's tests of web/ in the build's own copy WEB, on it. Run as
# `cmake -DPROGRAM=... -DNPM=... -DSOURCE=... -DWEB=... -P web.cmake`.
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "status ${status}: ${ARGN}\n${output}")
  endif()
  message("${output}")
endfunction()

set(report ${WEB}/tested.html)
set(sample ${SOURCE}/web/tests/sample)
run(${PROGRAM} report ${sample}/letter.jon boris_leads=yes -o ${report} --sources ${sample}/documents --map allied
    --quantity boris.standing --quantity "chair == boris" --particles 6400 --island-size 400 --moves 0 --histories 3200)
run(${CMAKE_COMMAND} -E rm -rf ${WEB}/tests)
run(${CMAKE_COMMAND} -E copy_directory ${SOURCE}/web/tests ${WEB}/tests)
run(${CMAKE_COMMAND} -E chdir ${WEB} ${CMAKE_COMMAND} -E env REPORT_HTML=${report} ${NPM} test -- browser shape words)
