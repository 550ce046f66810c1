# cmake -DSOURCE=… -DCOMPILER=… -DSTANDARD=-std=… -DINCLUDES=dir;… -P check.cmake
#
# Fails unless SOURCE compiles with REGENT_MUST_COMPILE and does not compile without it, with an error
# that contains the TEXT of one of its comments `// expect: TEXT` (several are alternatives: compilers
# word one refusal differently).
cmake_minimum_required(VERSION 3.25)
set(ENV{LC_ALL} C)

list(TRANSFORM INCLUDES PREPEND -I)
set(compile "${COMPILER}" ${STANDARD} ${INCLUDES} -fsyntax-only -Wall -Wextra -Werror)

execute_process(COMMAND ${compile} -DREGENT_MUST_COMPILE "${SOURCE}"
  RESULT_VARIABLE status ERROR_VARIABLE message)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${SOURCE} does not compile even with REGENT_MUST_COMPILE:\n${message}")
endif()

execute_process(COMMAND ${compile} "${SOURCE}" RESULT_VARIABLE status ERROR_VARIABLE message)
if(status EQUAL 0)
  message(FATAL_ERROR "${SOURCE} compiles, and must not")
endif()

file(READ "${SOURCE}" text)
string(REGEX MATCHALL "// expect: [^\n]+" expectations "${text}")
if(NOT expectations)
  message(FATAL_ERROR "${SOURCE} does not say which error it expects (// expect: TEXT)")
endif()
foreach(expectation IN LISTS expectations)
  string(REPLACE "// expect: " "" expectation "${expectation}")
  string(FIND "${message}" "${expectation}" position)
  if(position GREATER -1)
    return()
  endif()
endforeach()
message(FATAL_ERROR "${SOURCE} does not compile, but for another reason than expected:\n${message}")
