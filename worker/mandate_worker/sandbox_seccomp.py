"""The system calls that a training never makes, as a filter that the kernel holds.

bubblewrap hides files and network; this takes away the calls that reach around both. Links are refused too, so that a
result directory can point nowhere.
"""

import errno
import platform
import struct

# Per call: its number on x86_64 and on aarch64, None where it does not exist.
_REFUSED = {
    # The result directory is read from outside: it shall hold files and directories and nothing else.
    "link": (86, None), "linkat": (265, 37), "symlink": (88, None), "symlinkat": (266, 36),
    "mknod": (133, None), "mknodat": (259, 33),
    # Other processes, and kernel objects that no namespace separates.
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438), "kcmp": (312, 272), "add_key": (248, 217), "request_key": (249, 218),
    "keyctl": (250, 219), "perf_event_open": (298, 241), "bpf": (321, 280), "userfaultfd": (323, 282),
    "fanotify_init": (300, 262), "syslog": (103, 116), "lookup_dcookie": (212, 18),
    # A ring takes calls past every filter.
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    # Mounts, namespaces, roots.
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "unshare": (272, 97), "setns": (308, 268), "open_tree": (428, 428), "move_mount": (429, 429),
    "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "mount_setattr": (442, 442), "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    # Memory that belongs to no process and is counted nowhere.
    "shmget": (29, 194), "msgget": (68, 186), "semget": (64, 190),
    # The machine itself.
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225),
    "acct": (163, 89), "quotactl": (179, 60), "settimeofday": (164, 170), "clock_settime": (227, 112),
    "sethostname": (170, 161), "setdomainname": (171, 162), "iopl": (172, None), "ioperm": (173, None),
}  # fmt: skip
_CALLS = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
_CLONE, _CLONE3, _SOCKET, _IOCTL = (56, 220), (435, 435), (41, 198), (16, 29)

_NEW_NAMESPACES = 0x7E020000  # CLONE_NEW{NS,CGROUP,UTS,IPC,USER,PID,NET}
_FAMILIES = (1, 2, 10, 16)  # AF_UNIX, AF_INET, AF_INET6, AF_NETLINK; AF_VSOCK knows no namespaces
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C  # type into, and paste to, the terminal one was started from

_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_X32_BIT = 0x40000000


class UnknownProcessor(Exception):
    """There is no table of system calls for this machine."""


def refused_calls(machine: str | None = None) -> dict[str, int]:
    """The refused calls of a processor by name, with their numbers."""
    column = _architecture(machine)[1]
    return {name: numbers[column] for name, numbers in _REFUSED.items() if numbers[column] is not None}


def seccomp_program(machine: str | None = None) -> bytes:
    """The filter as bubblewrap reads it: compiled BPF, eight bytes an instruction."""
    audit, column = _architecture(machine)
    refuse, refuse_as_unknown = _ERROR | errno.EPERM, _ERROR | errno.ENOSYS
    program = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_EQUAL, 1, 0, audit),
        (_RETURN, 0, 0, _KILL),  # calls of another kind of processor carry other numbers
        (_LOAD, 0, 0, _NUMBER_AT),
        (_AT_LEAST, 0, 1, _X32_BIT),
        (_RETURN, 0, 0, refuse),
    ]
    for number in refused_calls(machine).values():
        program += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, refuse)]
    # clone3 hides its flags behind a pointer; the C library falls back to clone when it is told that there is none.
    program += [(_EQUAL, 0, 1, _CLONE3[column]), (_RETURN, 0, 0, refuse_as_unknown)]
    program += _when_called(_CLONE[column], 0, [(_ANY_BIT, 0, 1, _NEW_NAMESPACES), (_RETURN, 0, 0, refuse)])
    families = [(_EQUAL, len(_FAMILIES) - index, 0, family) for index, family in enumerate(_FAMILIES)]
    program += _when_called(_SOCKET[column], 0, [*families, (_RETURN, 0, 0, refuse)])
    terminal = [(_EQUAL, 1, 0, _TIOCSTI), (_EQUAL, 0, 1, _TIOCLINUX), (_RETURN, 0, 0, refuse)]
    program += _when_called(_IOCTL[column], 1, terminal)
    program += [(_RETURN, 0, 0, _ALLOW)]
    return b"".join(struct.pack("<HBBI", *instruction) for instruction in program)


def _when_called(number: int, argument: int, then: list[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Look at one argument of one call, then go on with the number loaded again."""
    look = [(_LOAD, 0, 0, _FIRST_ARGUMENT_AT + 8 * argument), *then, (_LOAD, 0, 0, _NUMBER_AT)]
    return [(_EQUAL, 0, len(look), number), *look]


def _architecture(machine: str | None) -> tuple[int, int]:
    name = machine or platform.machine()
    if name not in _CALLS:
        raise UnknownProcessor(f"the sandbox knows the system calls of {' and '.join(_CALLS)}, not of {name}")
    return _CALLS[name]
