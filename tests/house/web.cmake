# Makes a report with PROGRAM and runs the report's tests of web/ in the build's own copy WEB, on it. Run as
# `cmake -DPROGRAM=... -DNPM=... -DSOURCE=... -DWEB=... -P web.cmake`.
include(${CMAKE_CURRENT_LIST_DIR}/run.cmake)

set(report ${WEB}/tested.html)
set(sample ${SOURCE}/web/tests/sample)
run(${PROGRAM} report ${sample}/letter.jon boris_leads=yes -o ${report} --sources ${sample}/documents --map allied
    --quantity boris.standing --quantity "chair == boris" --particles 6400 --island-size 400 --moves 0 --histories 3200)
run(${CMAKE_COMMAND} -E rm -rf ${WEB}/tests)
run(${CMAKE_COMMAND} -E copy_directory ${SOURCE}/web/tests ${WEB}/tests)
run(${CMAKE_COMMAND} -E chdir ${WEB} ${CMAKE_COMMAND} -E env REPORT_HTML=${report} ${NPM} test -- browser shape words)
